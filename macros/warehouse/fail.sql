{# An expression that raises when it is evaluated, instead of giving a text. #}
{% macro _fail(message) -%}
  {{ return(adapter.dispatch('_fail', 'dbt_nn')(message)) }}
{%- endmacro %}

{# error() in DuckDB and GoogleSQL. #}
{% macro default___fail(message) -%}
  {%- do return('error(' ~ dbt_nn._literal(message) ~ ')') -%}
{%- endmacro %}

{% macro spark___fail(message) -%}
  {%- do return('raise_error(' ~ dbt_nn._literal(message) ~ ')') -%}
{%- endmacro %}

{# The message is what PostgreSQL can't read as a number; the concatenation keeps it from trying when it plans. #}
{% macro postgres___fail(message) -%}
  {%- do return('cast(cast(' ~ dbt_nn._literal(message) ~ " || substr(cast(now() as text), 1, 0) as integer) as text)") -%}
{%- endmacro %}
