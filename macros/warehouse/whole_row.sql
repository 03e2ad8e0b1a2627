{# The columns of a column that holds a whole row. #}
{% macro _columns_of_row(row) -%}
  {{ return(adapter.dispatch('_columns_of_row', 'dbt_nn')(row)) }}
{%- endmacro %}

{% macro default___columns_of_row(row) -%}
  {%- do return(row ~ '.*') -%}
{%- endmacro %}

{% macro postgres___columns_of_row(row) -%}
  {%- do return('(' ~ row ~ ').*') -%}
{%- endmacro %}
