{#
  AdamW, Loshchilov and Hutter 2019: https://arxiv.org/abs/1711.05101, as PyTorch defines it: adam, and beside it every weight
  shrinks by the learning rate times weight_decay. The gradient knows nothing of it; biases are free.
#}
{% macro _adamw_state(network) %}
  {% do return(dbt_nn._adam_state(network)) %}
{% endmacro %}


{% macro _adamw_steps(network, joined) -%}
  {%- do return(dbt_nn._adam_steps(network, joined)) -%}
{%- endmacro %}


{% macro _adamw_value(network) -%}
  {%- set decay = dbt_nn._number(network.optimizer_constants.weight_decay) -%}
  {%- set shrunk = 'value - ' ~ dbt_nn._rate(network) ~ ' * ' ~ decay ~ ' * case when input > 0 then value else 0 end' -%}
  {%- do return(shrunk ~ ' - ' ~ dbt_nn._adam_step(network)) -%}
{%- endmacro %}
