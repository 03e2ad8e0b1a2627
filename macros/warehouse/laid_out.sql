{# A table with the rows of each group together: a row of lists where the warehouse unnests them quickly, else the rows as they are. #}
{% macro _laid_out(relation, key, columns) -%}
  {{ return(adapter.dispatch('_laid_out', 'dbt_nn')(relation, key, columns)) }}
{%- endmacro %}

{% macro default___laid_out(relation, key, columns) -%}
select
  {{ key }},
  {{ columns | map(attribute='name') | join(',\n') | indent(2) }}
from {{ relation }}
{%- endmacro %}

{% macro duckdb___laid_out(relation, key, columns) -%}
-- one row per {{ key }}, its columns as lists; one aggregate, so that their orders agree
select
  {{ key }},
  {%- for column in columns %}
  list({{ column.value }}) as {{ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ relation }}
group by {{ key }}
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
