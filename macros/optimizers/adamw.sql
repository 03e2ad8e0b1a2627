{#
  AdamW, Loshchilov and Hutter 2019: https://arxiv.org/abs/1711.05101, as PyTorch defines it: adam, and beside it every weight
  shrinks by the learning rate times weight_decay. The gradient knows nothing of it; biases are free.
#}
{% macro _adamw(rate, constants) -%}
  {%- set decay = dbt_nn._constant(rate) ~ ' * ' ~ dbt_nn._constant(constants.weight_decay) -%}
  {%- set shrunk = 'value - ' ~ decay ~ ' * case when input > 0 then value else 0 end' -%}
  {%- do return(dict(dbt_nn._adam(rate, constants), value=shrunk ~ ' - ' ~ dbt_nn._adam_step(rate, constants))) -%}
{%- endmacro %}
