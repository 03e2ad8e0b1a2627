{# What keeps a CTE that is read twice from being computed twice. #}
{% macro _materialized() -%}
  {{ return(adapter.dispatch('_materialized', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___materialized() -%}
  {%- do return('materialized ') -%}
{%- endmacro %}

{# Spark and BigQuery don't know the word. #}
{% macro spark___materialized() -%}
  {%- do return('') -%}
{%- endmacro %}

{% macro bigquery___materialized() -%}
  {%- do return('') -%}
{%- endmacro %}
