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
