{# From the predictions to `sums`, one row per group: the metrics of numbers, before it is looked at whether a prediction was missing. #}
{% macro _number_sums(read, metrics) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set is_weighted_variance = read.weight and ('r2' in metrics or 'explained_variance' in metrics) -%}
{{ dbt_nn._judged_numbers(read, metrics) }},
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
    count(label) as weighted_examples,
    sum(weight) as weight,
    {{ dbt_nn._lost('predicted_value', 'label is null') }} as lost_values,
    {{ dbt_nn._weighted_mean('abs(error)', read) }} as mae,
    {{ dbt_nn._weighted_mean('error * error', read) }} as mse,
    {{ dbt_nn._weighted_mean('abs(error) / greatest(abs(label), ' ~ dbt_nn._number('2.220446049250313e-16') ~ ')', read) }} as mape,
    {{ dbt_nn._weighted_mean('label_offset * label_offset', read) if is_weighted_variance else 'var_pop(label)' }} as label_variance,
    {{ dbt_nn._weighted_mean('error_offset * error_offset', read) if is_weighted_variance else 'var_pop(error)' }} as error_variance,
    {%- if 'median_absolute_error' in metrics and not dbt_nn._has_median_branch(read) %}
    {{ dbt_nn._median('abs(error)') }} as median_absolute_error,
    {%- endif %}
    {%- if 'poisson_deviance' in metrics %}
    {{ dbt_nn._weighted_mean(dbt_nn._deviance_of_row() | indent(4), read) }} as poisson_deviance,
    sum(case when label is null or ({{ dbt_nn._has_deviance() }}) then 0 else 1 end) as lost_deviances,
    {%- endif %}
    {%- if 'coverage' in metrics %}
    {{ dbt_nn._weighted_mean(dbt_nn._indicator('label between predicted_low and predicted_high'), read) }} as coverage,
    {{ dbt_nn._lost('predicted_low + predicted_high', 'label is null') }} as lost_bounds,
    {%- endif %}
    min(label) as lowest_label,
    max(label) as highest_label,
    min(error) as lowest_error,
    max(error) as highest_error
  from {{ 'centred' if is_weighted_variance else 'judged' }}
  {{- dbt_nn._group_by(by) | indent(2) }}
)
{%- endmacro %}


{# The rows whose label is a number; those of weight 0 are counted, and nothing else is read of them. #}
{% macro _judged_numbers(read, metrics) -%}
{%- set label = dbt_nn._to_double(read.label) -%}
{%- set predicted = dbt_nn._to_double('predicted_value') -%}
judged as (
  -- a label that is not a number cannot be evaluated
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ dbt_nn._where_weighted(label, read) }} as label,
    {{ dbt_nn._where_weighted(predicted, read) }} as predicted_value,
    {%- for bound in (['predicted_low', 'predicted_high'] if 'coverage' in metrics else []) %}
    {{ dbt_nn._where_weighted(dbt_nn._to_double(bound), read) }} as {{ bound }},
    {%- endfor %}
    {{ dbt_nn._where_weighted(predicted ~ ' - ' ~ label, read) }} as error,
    {{ dbt_nn._weight(read) | indent(4) }} as weight
  from {{ read.relation }}
  where {{ dbt_nn._is_finite(label) }}
)
{%- endmacro %}


{# Null in rows of weight 0. #}
{% macro _where_weighted(expression, read) -%}
  {%- do return('case when ' ~ dbt_nn._to_double(read.weight) ~ ' > 0 then ' ~ expression ~ ' end' if read.weight else expression) -%}
{%- endmacro %}


{# Weighted variances take the means first, because a sum of squares less the square of a sum loses digits. #}
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
