{#
  How many recursions a statement can run side by side. They are ordered behind each other, without which the warehouse runs one after the
  other.
#}
{% macro _threads_of_recursions() -%}
  {{ return(adapter.dispatch('_threads_of_recursions', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___threads_of_recursions() -%}
  {%- do return(1) -%}
{%- endmacro %}

{% macro duckdb___threads_of_recursions() -%}
  {%- do return(run_query("select current_setting('threads')").rows[0][0] | int) -%}
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
