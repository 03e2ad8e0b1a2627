{# A gate for examples: fails for every feature that alone predicts the label better than `at_most`. #}
{% test no_leakage(model, label=none, at_most=0.98, features=none, task=none, bins=20) %}
  {%- set where = 'dbt_nn.no_leakage on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {'label': label, 'at_most': at_most, 'features': features, 'task': task, 'bins': bins} -%}
{{ dbt_nn._gate(where, model, dbt_nn._leakage_query(where, model, given, kwargs)) }}
{% endtest %}
