{# Quantiles over lists of examples: `increments` begins with the first score, which stands for itself. #}
{% macro _packed_quantile(network, scores) -%}
{%- set levels = network.loss_constants.levels -%}
{%- set target = dbt_nn._element('labels[example]', 1) -%}
{%- set lists = {
  'increments': [dbt_nn._element('score', 1)], 'sums': [], 'quantiles': [], 'slopes': [], 'losses': [], 'back': [], 'deltas': []
} -%}
{%- for level in levels -%}
  {%- if loop.index > 1 -%}
    {%- do lists.increments.append(dbt_nn._softplus_value(dbt_nn._element('score', loop.index))) -%}
  {%- endif -%}
  {%- set quantile = dbt_nn._element('quantile', loop.index) -%}
  {%- do lists.sums.append(dbt_nn._element('increment', loop.index)) -%}
  {%- do lists.quantiles.append(lists.sums | join(' + ')) -%}
  {%- do lists.slopes.append(dbt_nn._quantile_slope(quantile, target, level)) -%}
  {%- do lists.losses.append('(' ~ quantile ~ ' - ' ~ target ~ ') * ' ~ dbt_nn._element('level_slopes[example]', loop.index)) -%}
  {%- do lists.back.append(dbt_nn._element('level_slopes[example]', loop.index)) -%}
{%- endfor -%}
{%- for level in levels -%}
  {%- do lists.deltas.append(dbt_nn._quantile_score_slope(network, lists.back, loop.index, dbt_nn._element('increment', loop.index))) -%}
{%- endfor -%}
with increments as (
  select
    *,
    {{ dbt_nn._map('scores', 'score', dbt_nn._array(lists.increments, is_one_line=true)) }} as increments
  from {{ scores }}
),

quantiles as (
  select
    *,
    {{ dbt_nn._map('increments', 'increment', dbt_nn._array(lists.quantiles, is_one_line=true)) }} as quantiles
  from increments
),

level_slopes as (
  -- the slope of each quantile's loss by the quantile
  select
    *,
    {{ dbt_nn._map('quantiles', 'quantile', dbt_nn._array(lists.slopes, is_one_line=true), index='example') }} as level_slopes
  from quantiles
)

select
  *,
  {{
    dbt_nn._map('quantiles', 'quantile', dbt_nn._with_penalty(network, dbt_nn._mean_of(lists.losses)), index='example')
  }} as example_losses,
  {{ dbt_nn._map('increments', 'increment', dbt_nn._array(lists.deltas, is_one_line=true), index='example') }} as slopes
from level_slopes
{%- endmacro %}
