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

{# It refuses aggregates over the recursive table itself, but not over a query that reads it, as the loop does. #}
{% macro postgres___can_recurse() -%}
  {%- do return(true) -%}
{%- endmacro %}

{# It refuses both, but not a subquery over an array: the parameters and the examples are one array each, see recursive_arrays.sql. #}
{% macro bigquery___can_recurse() -%}
  {%- do return(true) -%}
{%- endmacro %}


{# Whether a recursive query may aggregate over arrays only. #}
{% macro _recurses_over_arrays() -%}
  {{ return(adapter.dispatch('_recurses_over_arrays', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___recurses_over_arrays() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro bigquery___recurses_over_arrays() -%}
  {%- do return(true) -%}
{%- endmacro %}


{# How many iterations one recursive statement may have; none where there is no limit. #}
{% macro _longest_recursion() -%}
  {{ return(adapter.dispatch('_longest_recursion', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___longest_recursion() -%}
  {%- do return(none) -%}
{%- endmacro %}

{% macro bigquery___longest_recursion() -%}
  {%- do return(500) -%}
{%- endmacro %}


{# The most bytes that a row may have, and so an array; none where there is no limit to speak of. #}
{% macro _largest_row() -%}
  {{ return(adapter.dispatch('_largest_row', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___largest_row() -%}
  {%- do return(none) -%}
{%- endmacro %}

{% macro bigquery___largest_row() -%}
  {%- do return(100000000) -%}
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

{# One thread either way, and stepwise would plan every iteration anew. #}
{% macro postgres___recursive_below() -%}
  {%- do return(1000000000) -%}
{%- endmacro %}


{# Whether the warehouse works with one thread: then statements of their own could not use more. #}
{% macro _has_one_thread() -%}
  {{ return(adapter.dispatch('_has_one_thread', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___has_one_thread() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro duckdb___has_one_thread() -%}
  {%- do return(run_query("select current_setting('threads')").rows[0][0] | int == 1) -%}
{%- endmacro %}


{# What an iteration takes for each row and parameter, about: for a first guess, later statements go by the ones before. #}
{% macro _seconds_per_product() -%}
  {{ return(adapter.dispatch('_seconds_per_product', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___seconds_per_product() -%}
  {%- do return(0.00000002) -%}
{%- endmacro %}

{% macro duckdb___seconds_per_product() -%}
  {%- do return(0.0000000025) -%}
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

{% macro postgres___takes_statements_together() -%}
  {%- do return(true) -%}
{%- endmacro %}


{# Whether a statement takes a good part of a second, however little it does. #}
{% macro _has_slow_statements() -%}
  {{ return(adapter.dispatch('_has_slow_statements', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___has_slow_statements() -%}
  {%- do return(false) -%}
{%- endmacro %}

{% macro spark___has_slow_statements() -%}
  {%- do return(true) -%}
{%- endmacro %}

{% macro bigquery___has_slow_statements() -%}
  {%- do return(true) -%}
{%- endmacro %}


{# Seconds from one checkpoint to the next. Where statements are slow, every iteration leaves a table in any case, and the checks of a checkpoint cost as much as some iterations. #}
{% macro _checkpoint_pause() -%}
  {%- do return(20 if dbt_nn._has_slow_statements() else 1) -%}
{%- endmacro %}
