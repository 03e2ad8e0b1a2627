{# Half the squared difference, so that its slope is the difference. #}
{% macro _squared_error_value(score, target, constants) -%}
  {%- set difference = '(' ~ score ~ ' - ' ~ target ~ ')' -%}
  {%- do return(dbt_nn._number(0.5) ~ ' * ' ~ difference ~ ' * ' ~ difference) -%}
{%- endmacro %}

{% macro _squared_error_slope(score, target, constants) -%}
  {%- do return(score ~ ' - ' ~ target) -%}
{%- endmacro %}
