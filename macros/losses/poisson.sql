{#
  A count: the score is the logarithm of the value that is expected, the loss half the deviance, exp(score) - target * score
  + target * ln(target) - target, which is 0 where the value is the target and never negative; its slope is exp(score) - target.
  McCullagh and Nelder 1989, https://doi.org/10.1007/978-1-4899-3242-6
  Beyond 100 either way exp(score) is drawn on as a straight line, so that nothing overflows and an optimizer can find its way back.
#}
{% macro _poisson_loss() -%}
  {%- do return({
    'output': 'exponential', 'has_classes': false, 'scores': dbt_nn._one_score,
    'stages': dbt_nn._poisson_stages, 'delta': dbt_nn._poisson_delta, 'packed': dbt_nn._packed_poisson,
    'chain': dbt_nn._exponential, 'relation': 'expected', 'read': dbt_nn._expected_read, 'predicted': dbt_nn._predicted_expectation,
    'columns': dbt_nn._columns_of_poisson, 'explained': dbt_nn._one_straight,
    'is_standardised': false, 'least_label': 0, 'has_equal_slopes': false,
    'constants': {}, 'variants': {}
  }) -%}
{%- endmacro %}


{% macro _poisson_stages(network, scores) -%}
with {{ dbt_nn._exponential(network, scores) }}

select
  *,
  {{ dbt_nn._with_penalty(
    network, 'expected_value * (1 + score_1 - exponent) - target * score_1 + ' ~ dbt_nn._least_poisson('target')
  ) }} as example_loss
from expected
{{- network.warehouse.fence }}
{%- endmacro %}


{# What the rest of the loss is at its least, with the other sign: target * ln(target) - target, 0 for a target of 0. #}
{% macro _least_poisson(target) -%}
  {%- do return('case when ' ~ target ~ ' > 0 then ' ~ target ~ ' * ln(' ~ target ~ ') - ' ~ target ~ ' else 0 end') -%}
{%- endmacro %}


{% macro _poisson_delta(network, score) -%}
  {%- do return('expected_value - target') -%}
{%- endmacro %}


{# The chain of CTEs from the score to `expected`. #}
{% macro _exponential(network, scores) -%}
exponents as (
  select
    *,
    {{ dbt_nn._within_100('score_1') }} as exponent
  from {{ scores }}
  {{- network.warehouse.fence }}
),

expected as (
  select
    *,
    {{ dbt_nn._safe_exp('exponent') }} as expected_value
  from exponents
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{% macro _within_100(score) -%}
  {%- do return('least(greatest(' ~ score ~ ', -100), 100)') -%}
{%- endmacro %}


{# The same over lists of examples. #}
{% macro _packed_poisson(network, scores) -%}
{%- set score = dbt_nn._element('score', 1) -%}
{%- set target = dbt_nn._element('labels[example]', 1) -%}
with exponents as (
  select
    *,
    {{ dbt_nn._map('scores', 'score', dbt_nn._within_100(score)) }} as exponents
  from {{ scores }}
),

expected as (
  select
    *,
    {{ dbt_nn._map('exponents', 'exponent', dbt_nn._safe_exp('exponent')) }} as expected_values
  from exponents
)

select
  *,
  {{
    dbt_nn._map(
      'scores', 'score',
      dbt_nn._with_penalty(
        network,
        'expected_values[example] * (1 + ' ~ score ~ ' - exponents[example]) - ' ~ target ~ ' * ' ~ score ~ ' + '
        ~ dbt_nn._least_poisson(target)
      ),
      index='example'
    )
  }} as example_losses,
  {{
    dbt_nn._map(
      'expected_values', 'expected_value', dbt_nn._array(['expected_value - ' ~ target], is_one_line=true), index='example'
    )
  }} as slopes
from expected
{%- endmacro %}


{% macro _columns_of_poisson(network) -%}
  {%- do return(3) -%}
{%- endmacro %}


{% macro _expected_read(network) -%}
  {%- do return(['expected_value']) -%}
{%- endmacro %}


{% macro _predicted_expectation(network, units) -%}
  {%- do return(['expected_value as predicted_value']) -%}
{%- endmacro %}
