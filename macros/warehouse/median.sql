{# The exact median of a number as an aggregate, the mean of two where two are in the middle; none where the warehouse has none. #}
{% macro _median(expression) -%}
  {{ return(adapter.dispatch('_median', 'dbt_nn')(expression)) }}
{%- endmacro %}

{# BigQuery has it as a window function only: the rows are put in order by a window then. #}
{% macro default___median(expression) -%}
  {%- do return(none) -%}
{%- endmacro %}

{% macro duckdb___median(expression) -%}
  {%- do return('median(' ~ expression ~ ')') -%}
{%- endmacro %}

{% macro postgres___median(expression) -%}
  {%- do return('percentile_cont(0.5) within group (order by ' ~ expression ~ ')') -%}
{%- endmacro %}

{% macro spark___median(expression) -%}
  {%- do return('median(' ~ expression ~ ')') -%}
{%- endmacro %}

{% macro snowflake___median(expression) -%}
  {%- do return('median(' ~ expression ~ ')') -%}
{%- endmacro %}
