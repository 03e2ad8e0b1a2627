{# A further query of the network's result: the mean of every input over the training rows, from the encoded `examples`. #}
{% macro _baseline_rows(network, examples) -%}
{%- set names = {'input': [], 'input_name': [], 'output_name': []} -%}
{%- for input in network.inputs -%}
  {%- do names.input.append(input.feature.index) -%}
  {%- do names.input_name.append(dbt_nn._literal(input.feature.name)) -%}
  {%- do names.output_name.append(dbt_nn._literal(input.name)) -%}
{%- endfor -%}
select
  {{ 'network_key' if network.has_keys else "''" }} as network_key,
  'baseline' as role,
  null as iteration,
  0 as layer,
  {{ dbt_nn._nth('position', names.input) }} as input,
  {{ dbt_nn._nth('position', names.input_name) }} as input_name,
  cast(position as {{ dbt.type_int() }}) as output,
  {{ dbt_nn._nth('position', names.output_name) }} as output_name,
  mean + {{ dbt_nn._number(0) }} as value
from (
  with mean_inputs as (
    {{ dbt_nn._mean_inputs(network, examples) | indent(4) }}
  )

  {{ dbt_nn._elements('mean_inputs', ['network_key'] if network.has_keys else ['layer'], 'means', 'mean') | indent(2) }}
) as baseline
{%- endmacro %}


{# The one of some expressions that a number from 1 says. #}
{% macro _nth(number, expressions) -%}
case {{ number }}{% for expression in expressions %} when {{ loop.index }} then {{ expression }}{% endfor %} end
{%- endmacro %}
