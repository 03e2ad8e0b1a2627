{# Of values that are the same in all rows of a group, that value: of any type. #}
{% macro _same_value(expression) -%}
  {{ return(adapter.dispatch('_same_value', 'dbt_nn')(expression)) }}
{%- endmacro %}

{# The function skips nulls, which are then all there is. #}
{% macro default___same_value(expression) -%}
  {%- do return('any_value(' ~ expression ~ ')') -%}
{%- endmacro %}

{# It came with version 16. #}
{% macro postgres___same_value(expression) -%}
  {%- do return('(array_agg(' ~ expression ~ '))[1]') -%}
{%- endmacro %}


{# A number for every row, each another one, in no order. #}
{% macro _number_of_row() -%}
  {{ return(adapter.dispatch('_number_of_row', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___number_of_row() -%}
  {%- do return('row_number() over ()') -%}
{%- endmacro %}

{# A window without an order raises an error, and one over all rows is the work of one executor. #}
{% macro spark___number_of_row() -%}
  {%- do return('monotonically_increasing_id()') -%}
{%- endmacro %}

{# A window needs an order there. #}
{% macro snowflake___number_of_row() -%}
  {%- do return('row_number() over (order by null)') -%}
{%- endmacro %}
