{#
  0.5 * l2 * sum(weight^2), biases left out: https://cs231n.github.io/neural-networks-case-study/
  l1 * sum(|weight|), Tibshirani 1996: https://doi.org/10.1111/j.2517-6161.1996.tb02080.x
#}
{% macro _penalty(network) -%}
  {%- set terms = [] -%}
  {%- if network.l2 -%}
    {%- do terms.append(dbt_nn._number(0.5 * network.l2) ~ ' * sum(case when input > 0 then value * value else 0 end)') -%}
  {%- endif -%}
  {%- if network.l1 -%}
    {%- do terms.append(dbt_nn._number(network.l1) ~ ' * sum(case when input > 0 then abs(value) else 0 end)') -%}
  {%- endif -%}
  {%- do return(terms | join(' + ')) -%}
{%- endmacro %}


{# Its slope for one parameter; that of |weight| is 0 at 0. #}
{% macro _penalty_slope(network, input, value) -%}
  {%- set terms = [] -%}
  {%- if network.l2 -%}
    {%- do terms.append(dbt_nn._number(network.l2) ~ ' * case when ' ~ input ~ ' > 0 then ' ~ value ~ ' else 0 end') -%}
  {%- endif -%}
  {%- if network.l1 -%}
    {%- do terms.append(dbt_nn._number(network.l1) ~ ' * case when ' ~ input ~ ' > 0 then sign(' ~ value ~ ') else 0 end') -%}
  {%- endif -%}
  {%- do return(terms | join(' + ')) -%}
{%- endmacro %}
