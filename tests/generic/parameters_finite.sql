{# A gate for a network: fails where a weight or a bias is missing, infinite or NaN. #}
{% test parameters_finite(model) %}
  {%- set where = 'dbt_nn.parameters_finite' -%}
  {%- set given = {} -%}
{{ dbt_nn._gate(where, model, dbt_nn._finite_query(where, model, given, kwargs)) }}
{% endtest %}
