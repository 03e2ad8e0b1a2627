{#
  A table with the rows of each group together: a row of lists where the warehouse unnests them quickly, else the rows as they are. Where
  one thread reads a group, its rows are in `order`: the last digits of a sum hang on it, and a run that was resumed lays out other groups.
#}
{% macro _laid_out(relation, key, columns, order) -%}
  {{ return(adapter.dispatch('_laid_out', 'dbt_nn')(relation, key, columns, order)) }}
{%- endmacro %}

{% macro default___laid_out(relation, key, columns, order) -%}
select
  {{ key }},
  {{ columns | map(attribute='name') | join(',\n') | indent(2) }}
from {{ relation }}
{%- endmacro %}

{% macro postgres___laid_out(relation, key, columns, order) -%}
{{ dbt_nn.default___laid_out(relation, key, columns, order) }}
order by {{ key }}, {{ order }}
{%- endmacro %}

{# Rows are sorted once, not once for each column. #}
{% macro duckdb___laid_out(relation, key, columns, order) -%}
-- one row per {{ key }}, its columns as lists, all in the same order
select
  {{ key }},
  {%- for column in columns %}
  [example.{{ column.name }} for example in examples] as {{ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from (
  select
    {{ key }},
    list({
      {%- for column in columns %}
      '{{ column.name }}': {{ column.value }}{{ ',' if not loop.last }}
      {%- endfor %}
    } order by {{ order }}) as examples
  from {{ relation }}
  group by {{ key }}
) as collected
order by {{ key }}
{%- endmacro %}


{# Those columns, read back. #}
{% macro _columns_laid_out(columns) -%}
  {{ return(adapter.dispatch('_columns_laid_out', 'dbt_nn')(columns)) }}
{%- endmacro %}

{% macro default___columns_laid_out(columns) -%}
  {%- do return(columns) -%}
{%- endmacro %}

{% macro duckdb___columns_laid_out(columns) -%}
  {%- set unnested = [] -%}
  {%- for column in columns -%}
    {%- do unnested.append('unnest(' ~ column ~ ') as ' ~ column) -%}
  {%- endfor -%}
  {%- do return(unnested) -%}
{%- endmacro %}


{# The whole part of a quotient of whole numbers that are not negative. #}
{% macro _whole_part(dividend, divisor) -%}
  {{ return(adapter.dispatch('_whole_part', 'dbt_nn')(dividend, divisor)) }}
{%- endmacro %}

{% macro default___whole_part(dividend, divisor) -%}
  {%- do return('cast(floor(' ~ dividend ~ ' / ' ~ divisor ~ ') as ' ~ dbt_nn._warehouse().bigint_type ~ ')') -%}
{%- endmacro %}

{# A quotient of whole numbers is whole there. #}
{% macro postgres___whole_part(dividend, divisor) -%}
  {%- do return('(' ~ dividend ~ ' / ' ~ divisor ~ ')') -%}
{%- endmacro %}

{% macro bigquery___whole_part(dividend, divisor) -%}
  {%- do return('div(' ~ dividend ~ ', ' ~ divisor ~ ')') -%}
{%- endmacro %}
