{# 1 where a condition holds, else 0; null stays null where the warehouse can cast. #}
{% macro _indicator(condition) -%}
  {{ return(adapter.dispatch('_indicator', 'dbt_nn')(condition)) }}
{%- endmacro %}

{% macro default___indicator(condition) -%}
  {%- do return(
    'case when ' ~ condition ~ ' then ' ~ dbt_nn._number(1) ~ ' when not (' ~ condition ~ ') then ' ~ dbt_nn._number(0) ~ ' end'
  ) -%}
{%- endmacro %}

{# A cast costs 2.5 ns an element, a case 4.4. #}
{% macro duckdb___indicator(condition) -%}
  {%- do return('cast(' ~ condition ~ ' as double)') -%}
{%- endmacro %}

{# A boolean has no cast to a double, but one to an integer. #}
{% macro postgres___indicator(condition) -%}
  {%- do return('cast(cast(' ~ condition ~ ' as integer) as double precision)') -%}
{%- endmacro %}
