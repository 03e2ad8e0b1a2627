{# A gate for examples: fails for every feature that tells the label alone, above `at_most` of 1. #}
{% test no_leakage(model, label=none, at_most=0.98, features=none, task=none, bins=20) %}
  {%- set where = 'dbt_nn.no_leakage' -%}
  {%- set given = {'label': label, 'at_most': at_most, 'features': features, 'task': task, 'bins': bins} -%}
{{ dbt_nn._gate(where, model, dbt_nn._leakage_query(where, model, given, kwargs)) }}
{% endtest %}
