{#
  Quantiles, one for each level: Koenker and Bassett 1978, https://doi.org/10.2307/1913643
  The first score is the least quantile; each further one adds softplus(score), which is never negative, so quantiles never cross.
  Of a quantile q of a level the loss is (q - target) * ((1 where q is above the target, else 0) - level), and the second factor its slope;
  of several levels, their mean.
#}
{% macro _quantile_loss() -%}
  {%- do return({
    'output': 'quantiles', 'has_classes': false, 'scores': dbt_nn._score_per_level,
    'stages': dbt_nn._quantile_stages, 'delta': dbt_nn._quantile_delta, 'packed': dbt_nn._packed_quantile,
    'chain': dbt_nn._quantiles, 'relation': 'quantiles', 'read': dbt_nn._quantiles_read, 'predicted': dbt_nn._predicted_quantiles,
    'columns': dbt_nn._columns_of_quantiles, 'explained': dbt_nn._explained_quantile,
    'is_standardised': true, 'least_label': none, 'has_equal_slopes': true,
    'constants': {'levels': {'default': [0.1, 0.5, 0.9], 'accepts': 'levels'}}, 'variants': {}
  }) -%}
{%- endmacro %}


{% macro _quantile_stages(network, scores) -%}
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
  {{- network.warehouse.fence }}
)

select
  *,
  {{ dbt_nn._with_penalty(network, dbt_nn._mean_of(terms)) }} as example_loss
from slopes
{{- network.warehouse.fence }}
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
  {{- network.warehouse.fence }}
),

{% endif -%}
quantiles as (
  select
    *,
    {%- for output in range(1, outputs + 1) %}
    score_1{% for further in range(2, output + 1) %} + increment_{{ further }}{% endfor %} as quantile_{{ output }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from {{ 'increments' if outputs > 1 else scores }}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# The mean of that many terms, of which some may be 0 and are left out. #}
{% macro _mean_of(terms, of=none) -%}
  {%- set count = of or terms | length -%}
  {%- set sum = '(' ~ dbt_nn._sum_of(terms) ~ ')' if terms | length > 1 else terms[0] -%}
  {%- do return(sum if count == 1 else sum ~ ' / ' ~ count) -%}
{%- endmacro %}


{% macro _score_per_level(network) -%}
  {%- do return(network.loss_constants.levels | length) -%}
{%- endmacro %}


{% macro _columns_of_quantiles(network) -%}
  {%- do return(3 * network.loss_constants.levels | length) -%}
{%- endmacro %}


{% macro _quantiles_read(network) -%}
  {%- set names = [] -%}
  {%- for level in network.loss_constants.levels -%}
    {%- do names.append('quantile_' ~ loop.index) -%}
  {%- endfor -%}
  {%- do return(names) -%}
{%- endmacro %}


{# The level nearest to the median is the predicted value. #}
{% macro _predicted_quantiles(network, units) %}
  {% set levels = network.loss_constants.levels %}
  {% set middle = dbt_nn._middle_level(levels) %}
  {% set columns = ['-- the quantile of level ' ~ levels[middle - 1] ~ '\nquantile_' ~ middle ~ units ~ ' as predicted_value'] %}
  {% for name in dbt_nn._quantile_columns(network) %}
    {% do columns.append('quantile_' ~ loop.index ~ units ~ ' as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The quantile that is predicted is the least one, and how far each further one up to it is above the one before. #}
{% macro _explained_quantile(network) -%}
  {%- do return(['identity'] + ['softplus'] * (dbt_nn._middle_level(network.loss_constants.levels) - 1)) -%}
{%- endmacro %}
