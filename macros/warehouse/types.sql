{# The type of 64-bit floating point numbers; dbt.type_float() is 32 bits wide on DuckDB. #}
{% macro _double_type() -%}
  {{ return(adapter.dispatch('_double_type', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___double_type() -%}
  {%- do return('double') -%}
{%- endmacro %}

{% macro postgres___double_type() -%}
  {%- do return('double precision') -%}
{%- endmacro %}

{% macro bigquery___double_type() -%}
  {%- do return('float64') -%}
{%- endmacro %}


{# The double of a number or a boolean. #}
{% macro _to_double(expression) -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ dbt_nn._double_type() ~ ')') -%}
{%- endmacro %}
