{#
  Momentum, Polyak 1964: https://doi.org/10.1016/0041-5553(64)90137-5, as PyTorch's SGD defines it:
  the velocity is a share of itself plus the gradient, and a step is the velocity times the learning rate.
#}
{% macro _momentum_state(network) %}
  {% do return([{'name': 'velocity', 'start': dbt_nn._number(0), 'next': 'velocity'}]) %}
{% endmacro %}


{% macro _momentum_steps(network, joined) -%}
steps as (
  -- the velocity: a share of itself, plus the gradient
  select
    network_key,
    iteration,
    layer,
    input,
    output,
    value,
    {{ dbt_nn._number(network.optimizer_constants.momentum) }} * {{ dbt_nn._no_trace('velocity') }} + gradient as velocity,
    gradient,
    {{ dbt_nn._carried_columns(network) | join(',\n') | indent(4) }}
  from {{ joined }}
  {{- dbt_nn._fence() }}
)
{%- endmacro %}


{% macro _momentum_value(network) -%}
  {%- do return('value - ' ~ dbt_nn._rate(network) ~ ' * velocity') -%}
{%- endmacro %}
