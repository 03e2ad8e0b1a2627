{#
  1.05 times the sum where it is positive, else 1.05 * 1.67 * (exp(sum) - 1): Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
  The two constants are those that keep mean 0 and variance 1 from layer to layer.
#}
{% macro _selu_value(sum) -%}
  {%- set below = dbt_nn._number('1.7580993408473766') ~ ' * (' ~ dbt_nn._safe_exp(sum) ~ ' - 1)' -%}
  {%- do return('case when ' ~ sum ~ ' > 0 then ' ~ dbt_nn._number('1.0507009873554805') ~ ' * ' ~ sum ~ ' else ' ~ below ~ ' end') -%}
{%- endmacro %}

{# 1.05 where the sum is positive, else 1.05 * 1.67 * exp(sum), which is 1.05 * 1.67 + value. #}
{% macro _selu_slope(sum, value) -%}
  {%- set below = dbt_nn._number('1.7580993408473766') ~ ' + ' ~ value -%}
  {%- do return('(case when ' ~ value ~ ' > 0 then ' ~ dbt_nn._number('1.0507009873554805') ~ ' else ' ~ below ~ ' end)') -%}
{%- endmacro %}

{% macro _selu_share(sum, start, value, start_value) -%}
  {%- do return(dbt_nn._share_of_two_sides(
    sum, start, value, start_value, dbt_nn._number('1.0507009873554805'), dbt_nn._number('1.7580993408473766')
  )) -%}
{%- endmacro %}
