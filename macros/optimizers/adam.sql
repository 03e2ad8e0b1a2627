{#
  Adam, Kingma and Ba 2015: https://arxiv.org/abs/1412.6980
  Running means of the gradient and of its square, each freed of its start at 0; a step is their ratio times the learning rate.
#}
{% macro _adam(rate, constants) -%}
  {%- set gradient = dbt_nn._no_trace('gradient') -%}
  {%- do return({
    'state': [
      {'name': 'gradient_mean', 'start': dbt_nn._number(0), 'next': 'gradient_mean'},
      {'name': 'square_mean', 'start': dbt_nn._number(0), 'next': 'square_mean'}
    ],
    'steps': {
      'comment': 'running means of the gradient and of its square',
      'columns': {
        'gradient_mean': dbt_nn._running_mean('gradient_mean', constants.beta1, 'gradient'),
        'square_mean': dbt_nn._running_mean('square_mean', constants.beta2, gradient ~ ' * ' ~ gradient)
      }
    },
    'reported': none,
    'value': 'value - ' ~ dbt_nn._adam_step(rate, constants)
  }) -%}
{%- endmacro %}


{# decay * mean + (1 - decay) * value #}
{% macro _running_mean(mean, decay, value) -%}
  {%- do return(
    dbt_nn._constant(decay) ~ ' * ' ~ dbt_nn._no_trace(mean) ~ ' + ' ~ dbt_nn._complement(decay) ~ ' * ' ~ value
  ) -%}
{%- endmacro %}


{% macro _adam_step(rate, constants) -%}
  {%- set mean = 'gradient_mean / (1 - ' ~ dbt_nn._power_of_iterations(constants.beta1) ~ ')' -%}
  {%- set square = 'square_mean / (1 - ' ~ dbt_nn._power_of_iterations(constants.beta2) ~ ')' -%}
  {%- do return(dbt_nn._constant(rate) ~ ' * ' ~ mean ~ ' / (sqrt(' ~ square ~ ') + ' ~ dbt_nn._constant(constants.epsilon) ~ ')') -%}
{%- endmacro %}


{# The powers stop where 1 minus them is 1. #}
{% macro _power_of_iterations(base) -%}
  {%- set longest = (500 / (1 - base)) | round | int if base is number else none -%}
  {%- do return(dbt_nn._power(base, 'iteration + 1', 1e-300, [longest or 2000000000, 2000000000] | min)) -%}
{%- endmacro %}
