{#
  Adam, Kingma and Ba 2015: https://arxiv.org/abs/1412.6980
  Running means of the gradient and of its square, each freed of its start at 0; a step is their ratio times the learning rate.
#}
{% macro _adam_state(network) %}
  {% do return([
    {'name': 'gradient_mean', 'start': dbt_nn._number(0), 'next': 'gradient_mean'},
    {'name': 'square_mean', 'start': dbt_nn._number(0), 'next': 'square_mean'}
  ]) %}
{% endmacro %}


{% macro _adam_steps(network, joined) -%}
{%- set constants = network.optimizer_constants -%}
{%- set columns -%}
{{ dbt_nn._number(constants.beta1) }} * {{ dbt_nn._no_trace('gradient_mean') }} + {{ dbt_nn._number((1 - constants.beta1) | round(15)) }} * gradient as gradient_mean,
{{ dbt_nn._number(constants.beta2) }} * {{ dbt_nn._no_trace('square_mean') }} + {{ dbt_nn._number((1 - constants.beta2) | round(15)) }} * {{ dbt_nn._no_trace('gradient') }} * {{ dbt_nn._no_trace('gradient') }} as square_mean
{%- endset -%}
{{ dbt_nn._steps(network, joined, "running means of the gradient and of its square", columns) }}
{%- endmacro %}


{% macro _adam_value(network) -%}
  {%- do return('value - ' ~ dbt_nn._adam_step(network)) -%}
{%- endmacro %}


{% macro _adam_step(network) -%}
  {%- set constants = network.optimizer_constants -%}
  {%- set mean = 'gradient_mean / (1 - ' ~ dbt_nn._power_of_iterations(constants.beta1) ~ ')' -%}
  {%- set square = 'square_mean / (1 - ' ~ dbt_nn._power_of_iterations(constants.beta2) ~ ')' -%}
  {%- do return(dbt_nn._rate(network) ~ ' * ' ~ mean ~ ' / (sqrt(' ~ square ~ ') + ' ~ dbt_nn._number(constants.epsilon) ~ ')') -%}
{%- endmacro %}


{# The powers stop where 1 minus them is 1: later they would be too small for a double, which some warehouses take for an error. #}
{% macro _power_of_iterations(base) -%}
  {%- set last = [(500 / (1 - base)) | round | int, dbt_nn._last_power(base, 1e-300), 2000000000] | min -%}
  {%- do return('power(' ~ dbt_nn._number(base) ~ ', least(iteration + 1, ' ~ last ~ '))') -%}
{%- endmacro %}


{# The largest exponent at which the power of a base below 1 is not less than `least`; at least 1. #}
{% macro _last_power(base, least) -%}
  {%- set exponent = namespace(last=0) -%}
  {%- for bit in range(30, -1, -1) -%}
    {%- if base ** (exponent.last + 2 ** bit) >= least -%}
      {%- set exponent.last = exponent.last + 2 ** bit -%}
    {%- endif -%}
  {%- endfor -%}
  {%- do return([exponent.last, 1] | max) -%}
{%- endmacro %}
