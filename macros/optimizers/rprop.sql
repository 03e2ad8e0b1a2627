{#
  iRprop-, Igel and Hüsken 2000: https://doi.org/10.1016/S0925-2312(01)00700-7
  A parameter's step grows (by 1.2, to 50 at most) while its gradient keeps its sign, and shrinks (by half, to 1e-6 at least) where the
  sign turned; there the gradient counts as 0 once. The parameter moves by its step against the gradient's sign.
#}
{% macro _rprop_state(network) %}
  {% do return([
    {'name': 'step', 'start': dbt_nn._number(network.learning_rate), 'next': 'step'},
    {'name': 'previous_gradient', 'start': dbt_nn._number(0), 'next': 'gradient'}
  ]) %}
{% endmacro %}


{% macro _rprop_steps(network, joined) -%}
{%- set constants = network.optimizer_constants -%}
{%- set columns -%}
case
  when gradient * previous_gradient > 0 then least(step * {{ dbt_nn._number(constants.increase) }}, {{ dbt_nn._number(constants.largest_step) }})
  when gradient * previous_gradient < 0 then greatest(step * {{ dbt_nn._number(constants.decrease) }}, {{ dbt_nn._number(constants.smallest_step) }})
  else step
end as step,
case when gradient * previous_gradient < 0 then 0 else gradient end as gradient
{%- endset -%}
{{ dbt_nn._steps(network, joined, "a step grows while its gradient keeps its sign, and shrinks where the sign turned", columns) }}
{%- endmacro %}


{% macro _rprop_value(network) -%}
  {%- do return('value - sign(gradient) * step') -%}
{%- endmacro %}
