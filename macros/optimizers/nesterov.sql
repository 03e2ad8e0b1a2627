{#
  Nesterov's momentum as Sutskever et al. 2013 bring it to networks: https://proceedings.mlr.press/v28/sutskever13.html,
  in the form of PyTorch's SGD: the velocity is that of momentum, and a step looks one velocity ahead of the gradient.
#}
{% macro _nesterov_state(network) %}
  {% do return(dbt_nn._momentum_state(network)) %}
{% endmacro %}


{% macro _nesterov_steps(network, joined) -%}
  {%- do return(dbt_nn._momentum_steps(network, joined)) -%}
{%- endmacro %}


{% macro _nesterov_value(network) -%}
  {%- set momentum = dbt_nn._number(network.optimizer_constants.momentum) -%}
  {%- do return('value - ' ~ dbt_nn._rate(network) ~ ' * (gradient + ' ~ momentum ~ ' * velocity)') -%}
{%- endmacro %}
