{# Whether the warehouse multiplies and adds up two lists in one call. #}
{% macro _has_dot_products() -%}
  {{ return(adapter.dispatch('_has_dot_products', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___has_dot_products() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro duckdb___has_dot_products() -%}
  {%- do return(true) -%}
{%- endmacro %}
