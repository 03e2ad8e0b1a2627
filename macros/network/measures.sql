{# What an iteration reports of itself: one value per network, the same in all its rows. #}
{% macro _history_columns() %}
  {% do return(['train_loss', 'validation_loss', 'train_accuracy', 'validation_accuracy', 'gradient_norm', 'learning_rate']) %}
{% endmacro %}


{# What an iteration measures, in the order of its columns. #}
{% macro _measures(network) %}
  {% if not network.reports_splits %}
    {% do return(['train_loss']) %}
  {% endif %}
  {% do return(
    ['train_loss', 'validation_loss', 'train_accuracy', 'validation_accuracy'] + (['penalty'] if dbt_nn._stops_by_penalty(network) else [])
  ) %}
{% endmacro %}


{#
  Early stopping compares validation losses. With a constant penalty, the penalty is part of them: else it would stop where weights only
  shrink, which is what the penalty is for. One that falls would always make the next iteration the better one.
#}
{% macro _stops_by_penalty(network) -%}
  {%- do return(network.early_stopping and network.has_penalty and not dbt_nn._has_falling_penalty(network)) -%}
{%- endmacro %}
