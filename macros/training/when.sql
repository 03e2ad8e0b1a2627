{#
  When a network is trained: `retrain`, which the variable dbt_nn_retrain overrules, and --full-refresh both; and the variable
  dbt_nn_iterations, which caps a training.
#}
{% macro _capped_options(options, where) %}
  {% set cap = var('dbt_nn_iterations', none) %}
  {% set retrain = var('dbt_nn_retrain', none) %}
  {% set problems = [] %}
  {% if cap is not none and not (dbt_nn._is_integer(cap) and cap >= 1) %}
    {% do problems.append("the variable dbt_nn_iterations is " ~ dbt_nn._shown(cap) ~ "; accepted: an integer of at least 1") %}
  {% endif %}
  {% if retrain is not none and not dbt_nn._is_retrain(retrain, none, none) %}
    {% do problems.append(
      "the variable dbt_nn_retrain is " ~ dbt_nn._shown(retrain) ~ "; accepted: " ~ dbt_nn._check_named('retrain').accepted
    ) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% set is_capped = cap is not none and cap < dbt_nn._most_iterations(options) %}
  {# If it is not set, the number is chosen first and capped then. #}
  {% set iterations = cap | int if is_capped and options.iterations is number else options.iterations %}
  {% do return(dict(
    options, retrain=options.retrain if retrain is none else retrain, iterations=iterations, capped=cap | int if is_capped else ''
  )) %}
{% endmacro %}


{# Why the standing network is kept without reading its examples, in words; '' if the examples must be read. #}
{% macro _reason_to_wait(options, standing, candidate) %}
  {% if not standing.facts or should_full_refresh() or options.retrain == 'changed' %}
    {% do return('') %}
  {% elif options.retrain == 'never' %}
    {% do return('retrain is never') %}
  {% endif %}
  {% set relations = [standing.relation] + ([candidate.relation] if candidate else []) %}
  {% set days = dbt_nn._days_since(dbt_nn._memory_of(relations).trained_at) %}
  {% if days is none or days >= options.retrain.days %}
    {% do return('') %}
  {% endif %}
  {% do return('trained ' ~ dbt_nn._days_in_words(days) ~ '; retrain is every ' ~ options.retrain.days ~ ' days') %}
{% endmacro %}


{# From the day of a moment, as text in UTC, to today; none where the moment is not known. #}
{% macro _days_since(moment) %}
  {% if not moment %}
    {% do return(none) %}
  {% endif %}
  {% set now = dbt_nn._utc_now() %}
  {% set today = modules.datetime.datetime(now.year, now.month, now.day) %}
  {% set day = modules.datetime.datetime(moment[:4] | int, moment[5:7] | int, moment[8:10] | int) %}
  {% do return(((today - day).total_seconds() // 86400) | int) %}
{% endmacro %}


{% macro _days_in_words(days) %}
  {% do return('today' if days == 0 else '1 day ago' if days == 1 else days ~ ' days ago') %}
{% endmacro %}


{% macro _utc_now() %}
  {% do return(modules.datetime.datetime.now(modules.pytz.utc)) %}
{% endmacro %}
