{#
  Momentum, Polyak 1964: https://doi.org/10.1016/0041-5553(64)90137-5, as PyTorch's SGD defines it:
  the velocity is a share of itself plus the gradient, and a step is the velocity times the learning rate.
#}
{% macro _momentum(rate, constants) -%}
  {%- do return({
    'state': [{'name': 'velocity', 'start': dbt_nn._number(0), 'next': 'velocity'}],
    'steps': {
      'comment': 'the velocity: a share of itself, plus the gradient',
      'columns': {
        'velocity': dbt_nn._constant(constants.momentum) ~ ' * ' ~ dbt_nn._no_trace('velocity') ~ ' + gradient', 'gradient': 'gradient'
      }
    },
    'reported': none,
    'value': 'value - ' ~ dbt_nn._constant(rate) ~ ' * velocity'
  }) -%}
{%- endmacro %}
