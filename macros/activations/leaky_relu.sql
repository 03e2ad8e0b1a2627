{# The sum where it is positive, else a hundredth of it. A gate costs a third of greatest(). #}
{% macro _leaky_relu_value(sum) -%}
  {%- do return(sum ~ ' * ' ~ dbt_nn._leaky_relu_slope(sum, none)) -%}
{%- endmacro %}

{# 1 where the sum is positive, else 0.01. #}
{% macro _leaky_relu_slope(sum, value) -%}
  {%- do return('(' ~ dbt_nn._number(0.01) ~ ' + ' ~ dbt_nn._number(0.99) ~ ' * ' ~ dbt_nn._indicator(sum ~ ' > 0') ~ ')') -%}
{%- endmacro %}

{# By that of relu, so that what cancels out is whole. #}
{% macro _leaky_relu_share(sum, start, value, start_value) -%}
  {%- do return(
    dbt_nn._number(0.01) ~ ' + ' ~ dbt_nn._number(0.99) ~ ' * (' ~ dbt_nn._relu_share(sum, start, value, start_value) ~ ')'
  ) -%}
{%- endmacro %}
