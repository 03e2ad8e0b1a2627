{#
  iRprop-, Igel and Hüsken 2000: https://doi.org/10.1016/S0925-2312(01)00700-7
  A parameter's step grows (by 1.2, to 50 at most) while its gradient keeps its sign, and shrinks (by half, to 1e-6 at least) where the
  sign turned; there the gradient counts as 0 once. The parameter moves by its step against the gradient's sign. The rate is the first step.
#}
{% macro _rprop(rate, constants) -%}
{%- set grown = 'step * ' ~ dbt_nn._constant(constants.increase) -%}
{%- set shrunk = 'step * ' ~ dbt_nn._constant(constants.decrease) -%}
{%- set step -%}
case
  when gradient * previous_gradient > 0 then least({{ grown }}, {{ dbt_nn._constant(constants.largest_step) }})
  when gradient * previous_gradient < 0 then greatest({{ shrunk }}, {{ dbt_nn._constant(constants.smallest_step) }})
  else step
end
{%- endset -%}
  {%- do return({
    'state': [
      {'name': 'step', 'start': dbt_nn._constant(rate), 'next': 'step'},
      {'name': 'previous_gradient', 'start': dbt_nn._number(0), 'next': 'gradient'}
    ],
    'steps': {
      'comment': 'a step grows while its gradient keeps its sign, and shrinks where the sign turned',
      'columns': {'step': step, 'gradient': 'case when gradient * previous_gradient < 0 then 0 else gradient end'}
    },
    'reported': 'step',
    'value': 'value - sign(gradient) * step'
  }) -%}
{%- endmacro %}
