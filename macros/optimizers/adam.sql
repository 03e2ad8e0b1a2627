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


{% macro _adam_steps(network) -%}
steps as (
  -- running means of the gradient and of its square
  select
    network_key,
    iteration,
    layer,
    input,
    output,
    value,
    {{ dbt_nn._number(0.9) }} * gradient_mean + {{ dbt_nn._number(0.1) }} * gradient as gradient_mean,
    {{ dbt_nn._number(0.999) }} * square_mean + {{ dbt_nn._number(0.001) }} * gradient * gradient as square_mean,
    {{ dbt_nn._carried_columns(network) | join(',\n') | indent(4) }}
  from joined
  {{- dbt_nn._fence() }}
)
{%- endmacro %}


{# The powers stop where 1 minus them is 1: later they would be too small for a double, which some warehouses take for an error. #}
{% macro _adam_value(network) -%}
  {%- set mean = 'gradient_mean / (1 - power(' ~ dbt_nn._number(0.9) ~ ', least(iteration + 1, 5000)))' -%}
  {%- set square = 'square_mean / (1 - power(' ~ dbt_nn._number(0.999) ~ ', least(iteration + 1, 500000)))' -%}
  {%- do return('value - ' ~ dbt_nn._number(network.learning_rate) ~ ' * ' ~ mean ~ ' / (sqrt(' ~ square ~ ') + ' ~ dbt_nn._number(0.00000001) ~ ')') -%}
{%- endmacro %}
