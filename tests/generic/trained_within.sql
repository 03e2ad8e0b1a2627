{# A gate for a network: fails where the training that it comes from is longer ago than some days, or is not recorded. #}
{% test trained_within(model, days=none) %}
  {%- set where = 'dbt_nn.trained_within' -%}
  {%- do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(kwargs, ['days'])
    + dbt_nn._number_problems('days', days, 'a number of at least 0 and at most 36500', 0, 36500)
  )) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- do dbt_nn._check_stands('the tested model', model, where, looks=true) -%}
    {%- do dbt_nn._check_is_network(model, where ~ ": " ~ model) -%}
{{ dbt_nn._gate(where, model, dbt_nn._age_gate(model, days)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
