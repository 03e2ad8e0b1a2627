{# What an iteration reports of itself: one value per network, the same in all its rows. #}
{% macro _history_columns() %}
  {% do return(['train_loss', 'validation_loss', 'train_accuracy', 'validation_accuracy', 'gradient_norm', 'learning_rate']) %}
{% endmacro %}


{# What an iteration reports of itself, in the order of its columns. #}
{% macro _measures(network) %}
  {% do return(['train_loss', 'validation_loss', 'train_accuracy', 'validation_accuracy'] if network.reports_splits else ['train_loss']) %}
{% endmacro %}
