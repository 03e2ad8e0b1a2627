{# A number for each row, another one for another row: to put the rows of a row together again. #}
{% macro _row_number() -%}
  {{ return(adapter.dispatch('_row_number', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___row_number() -%}
  {%- do return('row_number() over ()') -%}
{%- endmacro %}

{# A window needs an order here, which would put all rows into one task. #}
{% macro spark___row_number() -%}
  {%- do return('monotonically_increasing_id()') -%}
{%- endmacro %}
