{# A gate for a network: fails where a weight or a bias is missing, infinite or NaN. #}
{% test parameters_finite(model) %}
  {%- set where = 'dbt_nn.parameters_finite' -%}
  {%- do dbt_nn._raise_problems(where, dbt_nn._unknown_arguments(kwargs, [])) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- set columns = dbt_nn._tested_network(where, model) -%}
{{ dbt_nn._gate(where, model, dbt_nn._finite_gate(model, columns)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
