{# The whole part of a quotient of integers that are not negative. #}
{% macro _whole_part(dividend, divisor) -%}
  {{ return(adapter.dispatch('_whole_part', 'dbt_nn')(dividend, divisor)) }}
{%- endmacro %}

{% macro default___whole_part(dividend, divisor) -%}
  {%- do return('cast(floor(' ~ dividend ~ ' / ' ~ divisor ~ ') as ' ~ dbt_nn._warehouse().bigint_type ~ ')') -%}
{%- endmacro %}

{# A quotient of integers is whole there. #}
{% macro postgres___whole_part(dividend, divisor) -%}
  {%- do return('(' ~ dividend ~ ' / ' ~ divisor ~ ')') -%}
{%- endmacro %}

{% macro bigquery___whole_part(dividend, divisor) -%}
  {%- do return('div(' ~ dividend ~ ', ' ~ divisor ~ ')') -%}
{%- endmacro %}

{# A quotient of NUMBERs is rounded to six more digits, which may be up. #}
{% macro snowflake___whole_part(dividend, divisor) -%}
  {%- do return('cast((' ~ dividend ~ ' - mod(' ~ dividend ~ ', ' ~ divisor ~ ')) / ' ~ divisor ~ ' as bigint)') -%}
{%- endmacro %}
