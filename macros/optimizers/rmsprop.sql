{#
  RMSprop, Tieleman and Hinton 2012: https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf, as PyTorch defines it:
  a running mean of the gradient's square; a step is the gradient over the root of it, times the learning rate.
#}
{% macro _rmsprop(rate, constants) -%}
  {%- set gradient = dbt_nn._no_trace('gradient') -%}
  {%- do return({
    'state': [{'name': 'square_mean', 'start': dbt_nn._number(0), 'next': 'square_mean'}],
    'steps': {
      'comment': "a running mean of the gradient's square",
      'columns': {
        'square_mean': dbt_nn._running_mean('square_mean', constants.decay, gradient ~ ' * ' ~ gradient), 'gradient': 'gradient'
      }
    },
    'reported': none,
    'value': 'value - ' ~ dbt_nn._constant(rate) ~ ' * gradient / (sqrt(square_mean) + ' ~ dbt_nn._constant(constants.epsilon) ~ ')'
  }) -%}
{%- endmacro %}
