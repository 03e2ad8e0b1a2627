{# A constant in a formula: a number as a literal; SQL as it is, such as a column that holds each network's own. #}
{% macro _constant(value) -%}
  {%- do return(dbt_nn._number(value) if value is number else value) -%}
{%- endmacro %}


{# 1 - constant #}
{% macro _complement(value) -%}
  {%- do return(dbt_nn._number((1 - value) | round(15)) if value is number else '(1 - ' ~ value ~ ')') -%}
{%- endmacro %}


{#
  constant ^ exponent, for a constant between 0 and 1. The exponent stops where the power has become `least`, or in any case at `longest`:
  a smaller double is an error in some warehouses.
#}
{% macro _power(base, exponent, least, longest=2147483647) -%}
  {%- if base is number -%}
    {%- set last = [dbt_nn._last_power(base, least), longest] | min -%}
    {%- do return('power(' ~ dbt_nn._number(base) ~ ', least(' ~ exponent ~ ', ' ~ last ~ '))') -%}
  {%- endif -%}
  {%- do return('power(' ~ base ~ ', least(' ~ exponent ~ ', floor(ln(' ~ dbt_nn._number(least) ~ ') / ln(' ~ base ~ '))))') -%}
{%- endmacro %}


{# The largest exponent at which the power of a base below 1 is not less than `least`; at least 1. #}
{% macro _last_power(base, least) -%}
  {%- set exponent = namespace(last=0) -%}
  {%- for bit in range(30, -1, -1) -%}
    {%- if base ** (exponent.last + 2 ** bit) >= least -%}
      {%- set exponent.last = exponent.last + 2 ** bit -%}
    {%- endif -%}
  {%- endfor -%}
  {%- do return([exponent.last, 1] | max) -%}
{%- endmacro %}
