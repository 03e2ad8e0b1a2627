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
when weighted_examples < 2 then null
when lowest_label < highest_label and label_variance > 0 then 1 - mse / label_variance
when mse = 0 then {{ dbt_nn._number(1) }}
else {{ dbt_nn._number(0) }}
{%- endmacro %}


{% macro _explained_variance(name, read) -%}
when lowest_label < highest_label and label_variance > 0 then 1 - error_variance / label_variance
when lowest_error = highest_error then {{ dbt_nn._number(1) }}
else {{ dbt_nn._number(0) }}
{%- endmacro %}


{# The share of labels within their bounds; null where a row has none. #}
{% macro _coverage(name, read) -%}
when lost_bounds > 0 then null
else coverage
{%- endmacro %}


{# Null where a row of any weight has no deviance. #}
{% macro _poisson_deviance(name, read) -%}
when lost_deviances > 0 then null
else poisson_deviance
{%- endmacro %}


{# Of one row, 2 * (y * ln(y / p) - y + p): of numbers from 0 on that are predicted above 0. #}
{% macro _deviance_of_row() -%}
case
  when not ({{ dbt_nn._has_deviance() }}) then null
  when label = 0 then 2 * predicted_value
  -- the quotient of the one by the other might be too large for a double
  when predicted_value < {{ dbt_nn._number('1e-200') }} then 2 * (label * (ln(label) - ln(predicted_value)) - label + predicted_value)
  else 2 * (label * ln(label / predicted_value) - label + predicted_value)
end
{%- endmacro %}


{% macro _has_deviance() -%}
  {%- do return('label >= 0 and predicted_value > 0 and ' ~ dbt_nn._is_finite('predicted_value')) -%}
{%- endmacro %}


{# Weighted medians, and those of a warehouse that has no such aggregate, put the rows in order. #}
{% macro _has_median_branch(read) %}
  {% do return(read.weight is not none or dbt_nn._median('error') is none) %}
{% endmacro %}


{#
  From judged rows to `median`, one row per group: the middle of the absolute errors by weight, the mean of two where two are in the middle.
#}
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
