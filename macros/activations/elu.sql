{# The sum where it is positive, else exp(sum) - 1: Clevert et al. 2016, https://arxiv.org/abs/1511.07289 #}
{% macro _elu_value(sum) -%}
  {%- do return('case when ' ~ sum ~ ' > 0 then ' ~ sum ~ ' else ' ~ dbt_nn._safe_exp(sum) ~ ' - 1 end') -%}
{%- endmacro %}

{# 1 where the sum is positive, else exp(sum), which is 1 + value. #}
{% macro _elu_slope(sum, value) -%}
  {%- do return('(1 + ' ~ value ~ ' * ' ~ dbt_nn._indicator(value ~ ' < 0') ~ ')') -%}
{%- endmacro %}

{% macro _elu_share(sum, start, value, start_value) -%}
  {%- do return(dbt_nn._share_of_two_sides(sum, start, value, start_value, dbt_nn._number(1), dbt_nn._number(1))) -%}
{%- endmacro %}
