{% macro _tanh_value(sum) -%}
  {%- do return('tanh(' ~ sum ~ ')') -%}
{%- endmacro %}

{# 1 - tanh(sum)^2 #}
{% macro _tanh_slope(sum, value) -%}
  {%- do return('(1 - ' ~ value ~ ' * ' ~ value ~ ')') -%}
{%- endmacro %}
