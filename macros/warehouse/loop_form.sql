{# Whether one statement can run many iterations: a recursive query that may aggregate over itself. #}
{% macro _can_recurse() -%}
  {{ return(adapter.dispatch('_can_recurse', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___can_recurse() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro duckdb___can_recurse() -%}
  {%- do return(true) -%}
{%- endmacro %}


{# Below this many training rows a recursive statement is faster than a statement per iteration. #}
{% macro _recursive_below() -%}
  {{ return(adapter.dispatch('_recursive_below', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___recursive_below() -%}
  {%- do return(0) -%}
{%- endmacro %}

{# Up to a row group DuckDB scans with one thread in either form; above it only separate statements use them all. #}
{% macro duckdb___recursive_below() -%}
  {%- do return(122880) -%}
{%- endmacro %}


{# Whether several statements can be sent in one go. #}
{% macro _takes_statements_together() -%}
  {{ return(adapter.dispatch('_takes_statements_together', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___takes_statements_together() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro duckdb___takes_statements_together() -%}
  {%- do return(true) -%}
{%- endmacro %}
