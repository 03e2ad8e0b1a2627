{# The rows whose label and prediction are both numbers: groups' columns, label, predicted_value. #}
{% macro _pairs_of_numbers(read) -%}
{%- set label = dbt_nn._to_double(read.label) -%}
{%- set predicted = dbt_nn._to_double('predicted_value') -%}
pairs as (
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ label }} as label,
    {{ predicted }} as predicted_value
  from {{ read.relation }}
  where {{ dbt_nn._is_finite(label) }} and {{ dbt_nn._is_finite(predicted) }}
)
{%- endmacro %}


{# What is known of the predictions, for a relation of numbers with these columns. #}
{% macro _numbers_read(where, given, bins, columns, problems) %}
  {% do dbt_nn._check_evaluation_arguments(where, given, problems + dbt_nn._bins_problems(bins, 2)) %}
  {% do return(dbt_nn._predictions_read(where, dict(given, task='regression'), ['numbers'], columns | map('first') | list)) %}
{% endmacro %}


{% macro _squares(where, given, bins, problems) -%}
{%- set columns = dbt_nn._columns_of_types([], ['predicted_start', 'predicted_end', 'label_start', 'label_end'])
  + dbt_nn._columns_of_types(['examples'], []) -%}
{%- set read = dbt_nn._numbers_read(where, given, bins, columns, problems) -%}
{%- if not read.is_known -%}
  {%- do return(dbt_nn._no_rows(read, columns)) -%}
{%- endif -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set group = 'over (' ~ dbt_nn._partition_by(by) | trim ~ ')' -%}
{%- set count = dbt_nn._warehouse().bigint_type -%}
with {{ dbt_nn._pairs_of_numbers(read) }},

ranges as (
  select
    *,
    min(least(label, predicted_value)) {{ group }} as lowest,
    -- where all are equal, the one square has a width too
    coalesce(
      nullif(max(greatest(label, predicted_value)) {{ group }} - min(least(label, predicted_value)) {{ group }}, 0),
      {{ dbt_nn._number(1) }}
    ) / {{ bins }} as width
  from pairs
),

placed as (
  select
    *,
    least(floor((predicted_value - lowest) / width), {{ bins - 1 }}) as predicted_bin,
    least(floor((label - lowest) / width), {{ bins - 1 }}) as label_bin
  from ranges
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  max(lowest + width * predicted_bin) as predicted_start,
  max(lowest + width * (predicted_bin + 1)) as predicted_end,
  max(lowest + width * label_bin) as label_start,
  max(lowest + width * (label_bin + 1)) as label_end,
  cast(count(*) as {{ count }}) as examples
from placed
group by {{ (by + ['predicted_bin', 'label_bin']) | join(', ') }}
{%- endmacro %}


{#
  A quantile is the smallest residual that the stated number of the band's rows does not exceed. Rows of the same prediction are put in
  the order of their labels, so that every warehouse cuts alike.
#}
{% macro _residual_bands(where, given, bins, problems) -%}
{%- set parts = {'residual_10': [1, 10], 'residual_25': [1, 4], 'residual_50': [1, 2], 'residual_75': [3, 4], 'residual_90': [9, 10]} -%}
{%- set columns = dbt_nn._columns_of_types(['bin', 'examples'], ['mean_prediction', 'mean_residual'] + (parts | list)) -%}
{%- set read = dbt_nn._numbers_read(where, given, bins, columns, problems) -%}
{%- if not read.is_known -%}
  {%- do return(dbt_nn._no_rows(read, columns)) -%}
{%- endif -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set count = dbt_nn._warehouse().bigint_type -%}
with {{ dbt_nn._pairs_of_numbers(read) }},

banded as (
  select
    *,
    label - predicted_value as residual,
    ntile({{ bins }}) over ({{ dbt_nn._partition_by(by) }}order by predicted_value, label) as bin
  from pairs
),

ranked as (
  select
    *,
    row_number() over (partition by {{ (by + ['bin']) | join(', ') }} order by residual) as place,
    count(*) over (partition by {{ (by + ['bin']) | join(', ') }}) as examples
  from banded
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  cast(bin as {{ count }}) as bin,
  cast(count(*) as {{ count }}) as examples,
  avg(predicted_value) as mean_prediction,
  avg(residual) as mean_residual,
  {%- for name, part in parts.items() %}
  max(case when place = ceil({{ part[0] }} * examples / {{ dbt_nn._number(part[1]) }}) then residual end) as {{ name }}
  {{- ',' if not loop.last }}
  {%- endfor %}
from ranked
group by {{ (by + ['bin']) | join(', ') }}
{%- endmacro %}
