{#
  The threads that the warehouse works with; 0 where that is not known. With one, statements of their own could not use more. With several,
  a statement can run recursions side by side, if they are ordered behind each other: else it runs one after the other.
#}
{% macro _threads() -%}
  {{ return(adapter.dispatch('_threads', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___threads() -%}
  {%- do return(0) -%}
{%- endmacro %}

{% macro duckdb___threads() -%}
  {%- do return(dbt_nn._query("select current_setting('threads')").rows[0][0] | int) -%}
{%- endmacro %}
