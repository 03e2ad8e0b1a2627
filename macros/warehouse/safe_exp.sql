{# exp() of an argument that may be far below zero or above it. #}
{% macro _safe_exp(argument) -%}
  {{ return(adapter.dispatch('_safe_exp', 'dbt_nn')(argument)) }}
{%- endmacro %}

{# PostgreSQL raises on underflow and overflow. Below -700, which is less than 1e-304, it is 0; above 700 it grows no more. #}
{% macro default___safe_exp(argument) -%}
  {%- do return(
    'case when ' ~ argument ~ ' < -700 then ' ~ dbt_nn._number(0)
    ~ ' when ' ~ argument ~ ' > 700 then exp(' ~ dbt_nn._number(700) ~ ')'
    ~ ' else exp(' ~ argument ~ ') end'
  ) -%}
{%- endmacro %}

{# 0 and infinity, as IEEE 754 says. #}
{% macro duckdb___safe_exp(argument) -%}
  {%- do return('exp(' ~ argument ~ ')') -%}
{%- endmacro %}

{# The same. #}
{% macro spark___safe_exp(argument) -%}
  {%- do return('exp(' ~ argument ~ ')') -%}
{%- endmacro %}

{# GoogleSQL raises on overflow alone. #}
{% macro bigquery___safe_exp(argument) -%}
  {%- do return('exp(least(' ~ argument ~ ', 700))') -%}
{%- endmacro %}
