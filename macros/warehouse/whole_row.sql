{# A whole row of a table or CTE, as one column. #}
{% macro _whole_row(alias) -%}
  {{ return(adapter.dispatch('_whole_row', 'dbt_nn')(alias)) }}
{%- endmacro %}

{% macro default___whole_row(alias) -%}
  {%- do return(alias) -%}
{%- endmacro %}

{% macro spark___whole_row(alias) -%}
  {%- do return('struct(' ~ alias ~ '.*)') -%}
{%- endmacro %}


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
