{# Text in the order of its code points, whatever the collation: the same everywhere. #}
{% macro _by_code_point(text) -%}
  {{ return(adapter.dispatch('_by_code_point', 'dbt_nn')(text)) }}
{%- endmacro %}

{% macro default___by_code_point(text) -%}
  {%- do return(text) -%}
{%- endmacro %}

{% macro postgres___by_code_point(text) -%}
  {%- do return(text ~ ' collate "C"') -%}
{%- endmacro %}
