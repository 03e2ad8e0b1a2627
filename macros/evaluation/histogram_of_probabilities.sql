{# The columns that the histogram has beside those of its groups. #}
{% macro _histogram_columns() %}
  {% do return([['class', dbt.type_string()]] + dbt_nn._columns_of_types(
    ['bin'], ['bin_start', 'bin_end']
  ) + dbt_nn._columns_of_types(['examples', 'came_true', 'came_false'], [])) %}
{% endmacro %}


{# Bins are those of calibration: the upper end belongs to a bin, and 0 to the first. #}
{% macro _histogram_of_probabilities(where, given, bins, problems) -%}
{%- set columns = dbt_nn._histogram_columns() -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, problems + dbt_nn._bins_problems(bins)) -%}
{%- set read = dbt_nn._calibration_read(where, given, columns | map('first') | list) -%}
{%- if not read.is_known -%}
  {%- do return(dbt_nn._no_rows(read, columns)) -%}
{%- endif -%}
{%- set count = dbt_nn._warehouse().bigint_type -%}
{%- set keys = dbt_nn._by_names(read) + ['bin'] -%}
with {{ dbt_nn._scored_and_binned(read, bins | int) }}

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  cast({{ dbt_nn._literal(read.positive.name) if read.positive else 'null' }} as {{ dbt.type_string() }}) as class,
  cast(bin as {{ count }}) as bin,
  {{ dbt_nn._number(1) }} * (bin - 1) / {{ bins }} as bin_start,
  {{ dbt_nn._number(1) }} * bin / {{ bins }} as bin_end,
  cast(count(*) as {{ count }}) as examples,
  cast(sum(came_true) as {{ count }}) as came_true,
  cast(count(*) - sum(came_true) as {{ count }}) as came_false
from binned
group by {{ keys | join(', ') }}
{%- endmacro %}
