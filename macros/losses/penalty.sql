{#
  0.5 * l2 * sum(weight^2), biases left out: https://cs231n.github.io/neural-networks-case-study/
  l1 * sum(|weight|), Tibshirani 1996: https://doi.org/10.1111/j.2517-6161.1996.tb02080.x
  l2 and l1 are numbers, or fall from iteration to iteration, see network/falling.sql.
#}
{% macro _penalty(network) -%}
  {%- set terms = [] -%}
  {%- set iteration = 'iteration' if network.listed else 'max(iteration)' -%}
  {%- if network.l2 -%}
    {%- set floor = 'l2_floor' if network.listed else 'max(l2_floor)' -%}
    {%- set factor = dbt_nn._penalty_factor(network.l2, iteration, part=0.5, floor=floor) -%}
    {%- do terms.append(factor ~ ' * ' ~ dbt_nn._sum_of_weights(network, 'case when input > 0 then value * value else 0 end')) -%}
  {%- endif -%}
  {%- if network.l1 -%}
    {%- set factor = dbt_nn._penalty_factor(network.l1, iteration) -%}
    {%- do terms.append(factor ~ ' * ' ~ dbt_nn._sum_of_weights(network, 'case when input > 0 then abs(value) else 0 end')) -%}
  {%- endif -%}
  {%- do return(terms | join(' + ')) -%}
{%- endmacro %}


{# Over all parameters; `sql` leaves out the biases. #}
{% macro _sum_of_weights(network, sql) -%}
  {%- if network.listed -%}
    {%- do return(dbt_nn._list_sum(dbt_nn._at_each_place(sql, network.listed))) -%}
  {%- endif -%}
  {%- do return('sum(' ~ sql ~ ')') -%}
{%- endmacro %}


{# Its slope for one parameter; that of |weight| is 0 at 0. `iteration` is how many iterations there were before. #}
{% macro _penalty_slope(network, input, value, iteration) -%}
  {%- set terms = [] -%}
  {%- if network.l2 -%}
    {%- set factor = dbt_nn._penalty_factor(network.l2, iteration) -%}
    {%- do terms.append(factor ~ ' * case when ' ~ input ~ ' > 0 then ' ~ value ~ ' else 0 end') -%}
  {%- endif -%}
  {%- if network.l1 -%}
    {%- set factor = dbt_nn._penalty_factor(network.l1, iteration) -%}
    {%- do terms.append(factor ~ ' * case when ' ~ input ~ ' > 0 then sign(' ~ value ~ ') else 0 end') -%}
  {%- endif -%}
  {%- do return(terms | join(' + ')) -%}
{%- endmacro %}
