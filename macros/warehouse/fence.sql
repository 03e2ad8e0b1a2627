{# What keeps a stage's CTE from being merged into the next one, where that would compute its columns again at every use. #}
{% macro _fence() -%}
  {{ return(adapter.dispatch('_fence', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___fence() -%}
  {%- do return('') -%}
{%- endmacro %}

{# PostgreSQL writes a column's expression out wherever it is used: k uses in each of n stages would compute it k^n times. #}
{% macro postgres___fence() -%}
  {%- do return('materialized ') -%}
{%- endmacro %}
