{# exp() of an argument that may be far below zero or above it. #}
{% macro _safe_exp(argument) -%}
  {{ return(adapter.dispatch('_safe_exp', 'dbt_nn')(argument)) }}
{%- endmacro %}

{# PostgreSQL raises on underflow and overflow, GoogleSQL on overflow. #}
{% macro default___safe_exp(argument) -%}
  {%- do return('exp(least(greatest(' ~ argument ~ ', -700), 700))') -%}
{%- endmacro %}

{# 0 and infinity, as IEEE 754 says. #}
{% macro duckdb___safe_exp(argument) -%}
  {%- do return('exp(' ~ argument ~ ')') -%}
{%- endmacro %}
