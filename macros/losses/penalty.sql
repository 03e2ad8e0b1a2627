{# 0.5 * l2 * sum(weight^2), biases left out: https://cs231n.github.io/neural-networks-case-study/ #}
{% macro _penalty(network) -%}
  {%- do return(dbt_nn._number(0.5 * network.l2) ~ ' * sum(case when input > 0 then value * value else 0 end)') -%}
{%- endmacro %}

{# Its slope for one parameter. #}
{% macro _penalty_slope(network, input, value) -%}
  {%- do return(dbt_nn._number(network.l2) ~ ' * case when ' ~ input ~ ' > 0 then ' ~ value ~ ' else 0 end') -%}
{%- endmacro %}
