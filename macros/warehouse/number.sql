{# A number as a literal of double precision. #}
{% macro _number(value) -%}
  {{ return(adapter.dispatch('_number', 'dbt_nn')(value)) }}
{%- endmacro %}

{# The exponent makes it a double: `0.5` alone would be a decimal. #}
{% macro default___number(value) -%}
  {%- set digits = value | string | lower -%}
  {%- do return(digits if 'e' in digits else digits ~ 'e0') -%}
{%- endmacro %}

{# `5e-1` is NUMERIC in PostgreSQL. #}
{% macro postgres___number(value) -%}
  {%- do return("'" ~ value ~ "'::float8") -%}
{%- endmacro %}
