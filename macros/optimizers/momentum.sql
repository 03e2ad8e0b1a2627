{#
  Momentum, Polyak 1964: https://doi.org/10.1016/0041-5553(64)90137-5, as PyTorch's SGD defines it:
  the velocity is a share of itself plus the gradient, and a step is the velocity times the learning rate.
#}
{% macro _momentum_state(network) %}
  {% do return([{'name': 'velocity', 'start': dbt_nn._number(0), 'next': 'velocity'}]) %}
{% endmacro %}


{% macro _momentum_steps(network, joined) -%}
{%- set columns -%}
{{ dbt_nn._number(network.optimizer_constants.momentum) }} * {{ dbt_nn._no_trace('velocity') }} + gradient as velocity,
gradient
{%- endset -%}
{{ dbt_nn._steps(network, joined, "the velocity: a share of itself, plus the gradient", columns) }}
{%- endmacro %}


{% macro _momentum_value(network) -%}
  {%- do return('value - ' ~ dbt_nn._rate(network) ~ ' * velocity') -%}
{%- endmacro %}
