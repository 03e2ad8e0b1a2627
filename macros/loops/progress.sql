{% macro _now() %}
  {% do return(modules.datetime.datetime.now()) %}
{% endmacro %}


{% macro _seconds_since(moment) %}
  {% do return((dbt_nn._now() - moment).total_seconds()) %}
{% endmacro %}


{% macro _log_start(training, iteration) %}
  {% set iterations = training.get('all_iterations', training.options.iterations) %}
  {% set first = training.get('first_iteration', 0) %}
  {% if iteration == iterations %}
    {% do log(
      training.where ~ ": options and examples are unchanged since the checkpoint at iteration " ~ iteration ~ "; training skipped",
      info=true
    ) %}
  {% elif iteration > first %}
    {% do log(training.where ~ ": resuming from the checkpoint at iteration " ~ iteration ~ " of " ~ iterations, info=true) %}
  {% else %}
    {% do log(
      training.where ~ ": training " ~ (iterations - first) ~ " iterations" ~ (" after " ~ first if first else "")
      ~ " (" ~ training.form ~ " loop)",
      info=true
    ) %}
  {% endif %}
{% endmacro %}


{# `is_last`: the line also says which iteration early stopping keeps. #}
{% macro _log_progress(training, iteration, losses, seconds, to_go, is_last) %}
  {% set texts = [] %}
  {% for name in ['train', 'validation'] %}
    {% if losses[name] is not none %}
      {% do texts.append(", " ~ name ~ " loss " ~ "%.6f" | format(losses[name] | float)) %}
    {% endif %}
  {% endfor %}
  {% do log(
    training.where ~ ": iteration " ~ iteration ~ " of " ~ training.get('all_iterations', training.options.iterations) ~ texts | join
    ~ ", " ~ "%.1f" | format(seconds) ~ " s"
    ~ (", " ~ ("at most" if training.get('goes_on') else "about") ~ " " ~ dbt_nn._duration(to_go) ~ " to go" if to_go else "")
    ~ (dbt_nn._kept_in_words(training, losses) if is_last and losses.best_iteration is not none else ""),
    info=true
  ) %}
{% endmacro %}


{% macro _kept_in_words(training, losses) %}
  {% if training.get('has_keys') %}
    {% do return("; each network keeps the iteration of its best validation loss") %}
  {% endif %}
  {% do return("; the validation loss was best at iteration " ~ losses.best_iteration ~ ", which is kept") %}
{% endmacro %}


{# 12 s, 4 min, 2.5 h: two digits, because it is an estimate. #}
{% macro _duration(seconds) %}
  {% if seconds < 99.5 %}
    {% do return([1, seconds | round | int] | max ~ ' s') %}
  {% elif seconds < 99.5 * 60 %}
    {% do return((seconds / 60) | round | int ~ ' min') %}
  {% elif seconds < 99.5 * 3600 %}
    {% do return((seconds / 3600) | round | int ~ ' h') %}
  {% endif %}
  {% do return((seconds / 86400) | round | int ~ ' days') %}
{% endmacro %}
