{#
  The sum times the normal distribution's share below it, that share by its approximation with tanh:
  Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415. The exact form needs erf(), which few warehouses have.
#}
{% macro _gelu_value(sum) -%}
  {%- do return(dbt_nn._number(0.5) ~ ' * ' ~ sum ~ ' * (1 + ' ~ dbt_nn._gelu_tanh(sum) ~ ')') -%}
{%- endmacro %}

{# That value's own derivative. Far from 0 one of its two factors is exact: 0 below, 1 above. #}
{% macro _gelu_slope(sum, value) -%}
  {%- set tanh = dbt_nn._gelu_tanh(sum) -%}
  {%- set bend = dbt_nn._number('0.10703222440890038') ~ ' * ' ~ sum ~ ' * ' ~ sum -%}
  {%- set steepness = '(' ~ dbt_nn._number('0.7978845608028654') ~ ' + ' ~ bend ~ ')' -%}
  {%- do return(dbt_nn._number(0.5) ~ ' * (1 + ' ~ tanh ~ ') * (1 + ' ~ sum ~ ' * ' ~ steepness ~ ' * (1 - ' ~ tanh ~ '))') -%}
{%- endmacro %}

{# tanh(sqrt(2 / pi) * (sum + 0.044715 * sum^3)) #}
{% macro _gelu_tanh(sum) -%}
  {%- set bend = dbt_nn._number('0.035677408136300125') ~ ' * ' ~ sum ~ ' * ' ~ sum -%}
  {%- do return('tanh(' ~ sum ~ ' * (' ~ dbt_nn._number('0.7978845608028654') ~ ' + ' ~ bend ~ '))') -%}
{%- endmacro %}
