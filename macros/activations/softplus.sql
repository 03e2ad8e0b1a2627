{#
  ln(1 + exp(sum)), written so that the exponential's argument is never positive: Dugas et al. 2000,
  https://proceedings.neurips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html
#}
{% macro _softplus_value(sum) -%}
  {%- do return('greatest(' ~ sum ~ ', 0) + ln(1 + ' ~ dbt_nn._safe_exp('-abs(' ~ sum ~ ')') ~ ')') -%}
{%- endmacro %}

{# sigmoid(sum), which is 1 - exp(-value): that is 0 far below, where the sigmoid would be too small to be multiplied. #}
{% macro _softplus_slope(sum, value) -%}
  {%- do return('(1 - ' ~ dbt_nn._safe_exp('-' ~ value) ~ ')') -%}
{%- endmacro %}
