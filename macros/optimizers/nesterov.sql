{#
  Nesterov's momentum as Sutskever et al. 2013 bring it to networks: https://proceedings.mlr.press/v28/sutskever13.html,
  in the form of PyTorch's SGD: the velocity is that of momentum, and a step looks one velocity ahead of the gradient.
#}
{% macro _nesterov(rate, constants) -%}
  {%- set step = '(gradient + ' ~ dbt_nn._constant(constants.momentum) ~ ' * velocity)' -%}
  {%- do return(dict(dbt_nn._momentum(rate, constants), value='value - ' ~ dbt_nn._constant(rate) ~ ' * ' ~ step)) -%}
{%- endmacro %}
