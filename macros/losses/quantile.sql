{#
  Quantiles, one for each level: Koenker and Bassett 1978, https://doi.org/10.2307/1913643
  The first score is the least quantile; each further one adds softplus(score), which is never negative, so quantiles never cross.
  Of a quantile q of a level the loss is (q - target) * ((1 where q is above the target, else 0) - level), and the second factor its slope; of several
  levels, their mean.
#}
{% macro _quantile_loss(network, scores) -%}
{%- set levels = network.loss_constants.levels -%}
{%- set terms = [] -%}
{%- for level in levels -%}
  {%- do terms.append('(quantile_' ~ loop.index ~ ' - target) * slope_' ~ loop.index) -%}
{%- endfor -%}
with {{ dbt_nn._quantiles(network, scores) }},

slopes as (
  -- the slope of each quantile's loss by the quantile
  select
    *,
    {%- for level in levels %}
    {{ dbt_nn._quantile_slope('quantile_' ~ loop.index, 'target', level) }} as slope_{{ loop.index }}{{ ',' if not loop.last }}
    {%- endfor %}
  from quantiles
  {{- dbt_nn._fence() }}
)

select
  *,
  {{ dbt_nn._with_penalty(network, dbt_nn._mean_of(terms)) }} as example_loss
from slopes
{{- dbt_nn._fence() }}
{%- endmacro %}


{% macro _quantile_slope(quantile, target, level) -%}
  {%- do return(dbt_nn._indicator(quantile ~ ' > ' ~ target) ~ ' - ' ~ dbt_nn._number(level)) -%}
{%- endmacro %}


{# The slope of the loss by a score: that of every quantile that the score is a part of, times that of softplus. #}
{% macro _quantile_score_slope(network, slopes, score, increment) -%}
  {%- set mean = dbt_nn._mean_of(slopes[score - 1:], of=slopes | length) -%}
  {%- do return(mean if score == 1 else dbt_nn._softplus_slope(none, increment) ~ ' * ' ~ mean) -%}
{%- endmacro %}


{% macro _quantile_delta(network, score) -%}
  {%- set slopes = [] -%}
  {%- for level in network.loss_constants.levels -%}
    {%- do slopes.append('slope_' ~ loop.index) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._quantile_score_slope(network, slopes, score, 'increment_' ~ score)) -%}
{%- endmacro %}


{# The chain of CTEs from scores to `quantiles`. #}
{% macro _quantiles(network, scores) -%}
{%- set outputs = network.loss_constants.levels | length -%}
{%- if outputs > 1 -%}
increments as (
  -- how far each quantile is above the one before
  select
    *,
    {%- for output in range(2, outputs + 1) %}
    {{ dbt_nn._softplus_value('score_' ~ output) }} as increment_{{ output }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ scores }}
  {{- dbt_nn._fence() }}
),

{% endif -%}
quantiles as (
  select
    *,
    {%- for output in range(1, outputs + 1) %}
    score_1{% for further in range(2, output + 1) %} + increment_{{ further }}{% endfor %} as quantile_{{ output }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ 'increments' if outputs > 1 else scores }}
  {{- dbt_nn._fence() }}
)
{%- endmacro %}


{# The same over lists of examples: `increments` begins with the first score, which stands for itself. #}
{% macro _packed_quantile(network, scores) -%}
{%- set levels = network.loss_constants.levels -%}
{%- set target = dbt_nn._element('labels[example]', 1) -%}
{%- set lists = {'increments': [dbt_nn._element('score', 1)], 'sums': [], 'quantiles': [], 'slopes': [], 'losses': [], 'back': [], 'deltas': []} -%}
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
  {{ dbt_nn._map('quantiles', 'quantile', dbt_nn._with_penalty(network, dbt_nn._mean_of(lists.losses)), index='example') }} as example_losses,
  {{ dbt_nn._map('increments', 'increment', dbt_nn._array(lists.deltas, is_one_line=true), index='example') }} as slopes
from level_slopes
{%- endmacro %}


{# The mean of so many terms, of which some may be 0 and are left out. #}
{% macro _mean_of(terms, of=none) -%}
  {%- set count = of or terms | length -%}
  {%- set sum = '(' ~ dbt_nn._sum_of(terms) ~ ')' if terms | length > 1 else terms[0] -%}
  {%- do return(sum if count == 1 else sum ~ ' / ' ~ count) -%}
{%- endmacro %}
