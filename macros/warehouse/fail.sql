{#
  An expression that raises when it is evaluated, instead of giving a text. In a row's own expression, `value` is something of the row, so
  that no warehouse evaluates it before there are rows.
#}
{% macro _fail(message, value=none) -%}
  {{ return(adapter.dispatch('_fail', 'dbt_nn')(message, value)) }}
{%- endmacro %}

{# error() in DuckDB and GoogleSQL. #}
{% macro default___fail(message, value) -%}
  {%- do return('error(' ~ dbt_nn._literal(message) ~ ')') -%}
{%- endmacro %}

{% macro spark___fail(message, value) -%}
  {%- do return('raise_error(' ~ dbt_nn._literal(message) ~ ')') -%}
{%- endmacro %}

{#
  The message is what PostgreSQL can't read as a number; the concatenation keeps it from trying when it plans. It knows now() when it
  estimates how long an array gets, so that a row's expression needs the row's value.
#}
{% macro postgres___fail(message, value) -%}
  {%- set unknown = "coalesce(cast(" ~ value ~ " as text), '')" if value is not none else 'cast(now() as text)' -%}
  {%- do return('cast(cast(' ~ dbt_nn._literal(message) ~ ' || substr(' ~ unknown ~ ', 1, 0) as integer) as text)') -%}
{%- endmacro %}
