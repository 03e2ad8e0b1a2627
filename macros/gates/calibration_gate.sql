{# One row per group whose expected calibration error is too large. #}
{% macro _calibration_gate(where, given, bins, at_most) -%}
{%- set curve = dbt_nn._calibration(where, given, bins) -%}
{%- set columns = dbt_nn._predictions_columns(where, given.predictions).columns -%}
{%- set read = {'by': []} -%}
{%- for name in dbt_nn._as_list(given.by) -%}
  {%- do read.by.append(dbt_nn._column_of(name, columns)) -%}
{%- endfor -%}
with curve as (
  {{ curve | indent(2) }}
),

evaluation as (
  select
    {%- for column in read.by %}
    {{ column.quoted }},
    {%- endfor %}
    max(expected_calibration_error) as expected_calibration_error,
    coalesce(sum(examples), 0) as examples
  from curve
  {{- dbt_nn._group_by(read.by | map(attribute='quoted') | list) | indent(2) }}
),

judged as (
  select
    {%- for column in dbt_nn._group_columns(read) %}
    {{ column }},
    {%- endfor %}
    expected_calibration_error as metric_value,
    examples
  from evaluation
  {{- dbt_nn._or_nothing(read, ['metric_value']) | indent(2) }}
),

bounded as (
  select
    *,
    'expected_calibration_error' as metric,
    {{ dbt_nn._threshold(none) }} as at_least,
    {{ dbt_nn._threshold(at_most) }} as at_most
  from judged
)

{{ dbt_nn._out_of_bounds('expected_calibration_error', read, none, at_most, ['metric', 'metric_value', 'at_most', 'examples']) }}
{%- endmacro %}
