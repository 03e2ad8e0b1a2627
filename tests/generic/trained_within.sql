{# A gate for a network: fails where the training that it comes from is longer ago than some days, or is not recorded. #}
{% test trained_within(model, days=none) %}
  {%- set where = 'dbt_nn.trained_within' -%}
  {%- set given = {'days': days} -%}
{{ dbt_nn._gate(where, model, dbt_nn._age_query(where, model, given, kwargs)) }}
{% endtest %}
