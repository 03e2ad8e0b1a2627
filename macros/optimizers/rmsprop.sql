{#
  RMSprop, Tieleman and Hinton 2012: https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf, as PyTorch defines it:
  a running mean of the gradient's square; a step is the gradient over the root of it, times the learning rate.
#}
{% macro _rmsprop_state(network) %}
  {% do return([{'name': 'square_mean', 'start': dbt_nn._number(0), 'next': 'square_mean'}]) %}
{% endmacro %}


{% macro _rmsprop_steps(network, joined) -%}
{%- set decay = network.optimizer_constants.decay -%}
{%- set columns -%}
{{ dbt_nn._number(decay) }} * {{ dbt_nn._no_trace('square_mean') }} + {{ dbt_nn._number((1 - decay) | round(15)) }} * {{ dbt_nn._no_trace('gradient') }} * {{ dbt_nn._no_trace('gradient') }} as square_mean,
gradient
{%- endset -%}
{{ dbt_nn._steps(network, joined, "a running mean of the gradient's square", columns) }}
{%- endmacro %}


{% macro _rmsprop_value(network) -%}
  {%- set epsilon = dbt_nn._number(network.optimizer_constants.epsilon) -%}
  {%- do return('value - ' ~ dbt_nn._rate(network) ~ ' * gradient / (sqrt(square_mean) + ' ~ epsilon ~ ')') -%}
{%- endmacro %}
