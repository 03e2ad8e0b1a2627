{# A gate for a network: fails where the training that it comes from is longer ago than some days, or is not recorded. #}
{% test trained_within(model, days) %}
  {%- set where = 'dbt_nn.trained_within' -%}
  {%- if not dbt_nn._is_finite_number(days) or days < 0 -%}
    {%- do dbt_nn._raise_problems(where, ["days is " ~ (days | tojson) ~ "; accepted: a number of at least 0"]) -%}
  {%- endif -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- do dbt_nn._check_is_network(model, where ~ ": " ~ model) -%}
{{ dbt_nn._gate(where, model, dbt_nn._age_gate(model, days)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
