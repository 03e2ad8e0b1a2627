{# The most columns that a SELECT may have; none where there is no limit. #}
{% macro _most_columns() -%}
  {{ return(adapter.dispatch('_most_columns', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___most_columns() -%}
  {%- do return(none) -%}
{%- endmacro %}

{% macro postgres___most_columns() -%}
  {%- do return(1664) -%}
{%- endmacro %}

{% macro bigquery___most_columns() -%}
  {%- do return(10000) -%}
{%- endmacro %}
