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

{# The same way; current_timestamp() is not known before the query runs. #}
{% macro snowflake___fail(message, value) -%}
  {%- set unknown = "coalesce(cast(" ~ value ~ " as varchar), '')" if value is not none else 'cast(current_timestamp() as varchar)' -%}
  {%- do return('cast(cast(' ~ dbt_nn._literal(message) ~ ' || substr(' ~ unknown ~ ', 1, 0) as integer) as varchar)') -%}
{%- endmacro %}


{# The same with a value of the row in the message. #}
{% macro _fail_with(before, value, after) -%}
  {{ return(adapter.dispatch('_fail_with', 'dbt_nn')(before, value, after)) }}
{%- endmacro %}

{% macro default___fail_with(before, value, after) -%}
  {%- do return('error(' ~ dbt.concat([dbt_nn._literal(before), value, dbt_nn._literal(after)]) ~ ')') -%}
{%- endmacro %}

{% macro spark___fail_with(before, value, after) -%}
  {%- do return('raise_error(' ~ dbt.concat([dbt_nn._literal(before), value, dbt_nn._literal(after)]) ~ ')') -%}
{%- endmacro %}

{% macro postgres___fail_with(before, value, after) -%}
  {%- set message = dbt_nn._literal(before) ~ ' || ' ~ value ~ ' || ' ~ dbt_nn._literal(after) -%}
  {%- do return('cast(cast(' ~ message ~ ' as integer) as text)') -%}
{%- endmacro %}

{% macro snowflake___fail_with(before, value, after) -%}
  {%- set message = dbt_nn._literal(before) ~ ' || ' ~ value ~ ' || ' ~ dbt_nn._literal(after) -%}
  {%- do return('cast(cast(' ~ message ~ ' as integer) as varchar)') -%}
{%- endmacro %}
