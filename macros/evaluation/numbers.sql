{# From the predictions to `sums`, one row per group: the metrics of numbers, before it is looked at whether a prediction was missing. #}
{% macro _number_sums(read, metrics) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set is_weighted_variance = read.weight and ('r2' in metrics or 'explained_variance' in metrics) -%}
judged as (
  -- a label that is no number can't be judged
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ dbt_nn._to_double(read.label) }} as label,
    {{ dbt_nn._to_double('predicted_value') }} as predicted_value,
    {{ dbt_nn._to_double('predicted_value') }} - {{ dbt_nn._to_double(read.label) }} as error,
    {{ dbt_nn._weight(read) }} as weight
  from {{ read.relation }}
  where {{ dbt_nn._is_finite(dbt_nn._to_double(read.label)) }}
),
{% if is_weighted_variance %}
centred as (
  {{ dbt_nn._centred(by) | indent(2) }}
),
{% endif %}
sums as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    count(*) as examples,
    sum(weight) as weight,
    {{ dbt_nn._lost('predicted_value') }} as lost_values,
    {{ dbt_nn._weighted_mean('abs(error)', read) }} as mae,
    {{ dbt_nn._weighted_mean('error * error', read) }} as mse,
    {{ dbt_nn._weighted_mean('abs(error) / greatest(abs(label), ' ~ dbt_nn._number('2.220446049250313e-16') ~ ')', read) }} as mape,
    {{ dbt_nn._weighted_mean('label_offset * label_offset', read) if is_weighted_variance else 'var_pop(label)' }} as label_variance,
    {{ dbt_nn._weighted_mean('error_offset * error_offset', read) if is_weighted_variance else 'var_pop(error)' }} as error_variance,
    {%- if 'median_absolute_error' in metrics and not dbt_nn._has_median_branch(read) %}
    {{ dbt_nn._median('abs(error)') }} as median_absolute_error,
    {%- endif %}
    min(label) as lowest_label,
    max(label) as highest_label,
    min(error) as lowest_error,
    max(error) as highest_error
  from {{ 'centred' if is_weighted_variance else 'judged' }}
  {{- dbt_nn._group_by(by) | indent(2) }}
)
{%- endmacro %}


{# Weighted variances take the means first, for a sum of squares less the square of a sum loses digits. #}
{% macro _centred(by) -%}
{%- set group = 'over (' ~ dbt_nn._partition_by(by) | trim ~ ')' -%}
select
  *,
  label - sum(weight * label) {{ group }} / nullif(sum(weight) {{ group }}, 0) as label_offset,
  error - sum(weight * error) {{ group }} / nullif(sum(weight) {{ group }}, 0) as error_offset
from judged
{%- endmacro %}


{% macro _weighted_mean(expression, read) -%}
  {%- if read.weight -%}
    {%- do return('sum(weight * (' ~ expression ~ ')) / nullif(sum(weight), 0)') -%}
  {%- endif -%}
  {%- do return('avg(' ~ expression ~ ')') -%}
{%- endmacro %}


{# A metric of numbers from `sums`; null where a prediction is missing. #}
{% macro _number_metric(name, read) -%}
case
  when lost_values > 0 or weight = 0 or weight is null then null
  {{ dbt_nn._metric_named(name).value(name, read) | indent(2) }}
end
{%- endmacro %}


{% macro _sum_as_it_is(name, read) -%}
else {{ name }}
{%- endmacro %}


{% macro _rmse(name, read) -%}
else sqrt(mse)
{%- endmacro %}


{# Where the labels are all the same, r2 and explained variance are 1 for predictions without error, else 0; r2 of a single row is null. #}
{% macro _r2(name, read) -%}
when examples < 2 then null
when lowest_label < highest_label then 1 - mse / nullif(label_variance, 0)
when mse = 0 then {{ dbt_nn._number(1) }}
else {{ dbt_nn._number(0) }}
{%- endmacro %}


{% macro _explained_variance(name, read) -%}
when lowest_label < highest_label then 1 - error_variance / nullif(label_variance, 0)
when lowest_error = highest_error then {{ dbt_nn._number(1) }}
else {{ dbt_nn._number(0) }}
{%- endmacro %}


{# Weighted medians, and those of a warehouse that has no such aggregate, put the rows in order. #}
{% macro _has_median_branch(read) %}
  {% do return(read.weight is not none or dbt_nn._median('error') is none) %}
{% endmacro %}


{# From judged rows to `median`, one row per group: the middle of the absolute errors by weight, the mean of two where two are in the middle. #}
{% macro _median_error(read) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set group = dbt_nn._partition_by(by) -%}
errors_in_order as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    abs(error) as absolute_error,
    case when {{ dbt_nn._is_finite('predicted_value') }} then 0 else 1 end as is_lost,
    sum(weight) over ({{ group }}order by abs(error) rows between unbounded preceding and current row) as weight_up_to,
    sum(weight) over ({{ group | trim }}) as weight
  from judged
  where weight > 0
),

median as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    case
      when sum(is_lost) = 0 then
        0.5 * min(case when weight_up_to >= 0.5 * weight then absolute_error end)
        + 0.5 * min(case when weight_up_to > 0.5 * weight then absolute_error end)
    end as median_absolute_error
  from errors_in_order
  {{- dbt_nn._group_by(by) | indent(2) }}
)
{%- endmacro %}
