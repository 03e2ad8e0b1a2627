{# The integers from `first` to `last`, as a table expression with one column. #}
{% macro _series(first, last, column) -%}
  {{ return(adapter.dispatch('_series', 'dbt_nn')(first, last, column)) }}
{%- endmacro %}

{% macro default___series(first, last, column) -%}
  {%- do return('(select ' ~ column ~ ' from generate_series(' ~ first ~ ', ' ~ last ~ ') as numbers (' ~ column ~ '))') -%}
{%- endmacro %}

{% macro spark___series(first, last, column) -%}
  {%- do return('(select explode(sequence(' ~ first ~ ', ' ~ last ~ ')) as ' ~ column ~ ')') -%}
{%- endmacro %}

{% macro bigquery___series(first, last, column) -%}
  {%- do return('(select ' ~ column ~ ' from unnest(generate_array(' ~ first ~ ', ' ~ last ~ ')) as ' ~ column ~ ')') -%}
{%- endmacro %}

{% macro snowflake___series(first, last, column) -%}
  {%- do return(
    '(select value::integer as ' ~ column ~ ' from table(flatten(input => array_generate_range(' ~ first ~ ', ' ~ last ~ ' + 1))))'
  ) -%}
{%- endmacro %}
