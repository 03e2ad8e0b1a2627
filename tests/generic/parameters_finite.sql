{# A gate for a network: fails if a weight or a bias is missing, infinite or NaN. #}
{% test parameters_finite(model) %}
  {%- set where = 'dbt_nn.parameters_finite on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {} -%}
{{ dbt_nn._gate(where, model, dbt_nn._finite_query(where, model, given, kwargs)) }}
{% endtest %}
