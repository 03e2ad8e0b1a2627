{# What ends a stage's SELECT to keep it from being merged into the next one, where that would compute its columns again at every use. #}
{% macro _fence() -%}
  {{ return(adapter.dispatch('_fence', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___fence() -%}
  {%- do return('') -%}
{%- endmacro %}

{#
  PostgreSQL writes a column's expression out wherever it is used: k uses in each of n stages would compute it k^n times.
  It does not look behind an offset. A materialized CTE would keep it off too, but it stores every row with every column, the weights among them.
#}
{% macro postgres___fence() -%}
  {%- do return('\n  offset 0') -%}
{%- endmacro %}
