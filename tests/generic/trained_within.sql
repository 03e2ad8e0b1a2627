{# A gate for a network: fails if its training was more than `days` days ago, or is not recorded. #}
{% test trained_within(model, days=none) %}
  {%- set where = 'dbt_nn.trained_within on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {'days': days} -%}
{{ dbt_nn._gate(where, model, dbt_nn._age_query(where, model, given, kwargs)) }}
{% endtest %}
