{% macro _now() %}
  {% do return(modules.datetime.datetime.now()) %}
{% endmacro %}


{% macro _seconds_since(moment) %}
  {% do return((dbt_nn._now() - moment).total_seconds()) %}
{% endmacro %}


{% macro _log_start(training, iteration) %}
  {% set iterations = training.options.iterations %}
  {% if iteration == iterations %}
    {% do log(training.where ~ ": options and examples are those of the checkpoint at iteration " ~ iteration ~ "; nothing is left to train", info=true) %}
  {% elif iteration %}
    {% do log(training.where ~ ": resuming from the checkpoint at iteration " ~ iteration ~ " of " ~ iterations, info=true) %}
  {% else %}
    {% do log(training.where ~ ": training " ~ iterations ~ " iterations, " ~ training.form, info=true) %}
  {% endif %}
{% endmacro %}


{% macro _log_progress(training, iteration, loss, seconds) %}
  {% set loss_text = ", train loss " ~ "%.6f" | format(loss | float) if loss is not none else "" %}
  {% do log(training.where ~ ": iteration " ~ iteration ~ " of " ~ training.options.iterations ~ loss_text ~ ", " ~ "%.1f" | format(seconds) ~ " s", info=true) %}
{% endmacro %}
