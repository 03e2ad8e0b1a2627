{#
  The rows of a query, with the names that its columns have in the package's SQL. All other folders read the warehouse only by this macro.
#}
{% macro _query(sql) -%}
  {{ return(adapter.dispatch('_query', 'dbt_nn')(sql)) }}
{%- endmacro %}

{% macro default___query(sql) -%}
  {%- do return(run_query(sql)) -%}
{%- endmacro %}

{# The package writes its names without quotes, and so they come in capitals. #}
{% macro snowflake___query(sql) -%}
  {%- set found = run_query(sql) -%}
  {%- do return(found.rename(column_names=found.column_names | map('lower') | list)) -%}
{%- endmacro %}
