{# 1 / (1 + exp(-sum)) #}
{% macro _sigmoid_value(sum) -%}
  {%- do return('1 / (1 + ' ~ dbt_nn._safe_exp('-' ~ sum) ~ ')') -%}
{%- endmacro %}

{# value * (1 - value) #}
{% macro _sigmoid_slope(sum, value) -%}
  {%- do return('(' ~ value ~ ' * (1 - ' ~ value ~ '))') -%}
{%- endmacro %}
