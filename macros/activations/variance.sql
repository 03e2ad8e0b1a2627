{#
  The variance of a layer's first weights, where the activation after it grows with the sum and is (almost) 0 or flat below: He et al. 2015,
  https://arxiv.org/abs/1502.01852
#}
{% macro _he_variance(inputs, outputs) -%}
  {%- do return(dbt_nn._number(2) ~ ' / ' ~ inputs) -%}
{%- endmacro %}

{# Before selu, whose constants require it: LeCun et al. 1998, https://doi.org/10.1007/3-540-49430-8_2 #}
{% macro _lecun_variance(inputs, outputs) -%}
  {%- do return(dbt_nn._number(1) ~ ' / ' ~ inputs) -%}
{%- endmacro %}

{# Before all others, and before the scores: Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html #}
{% macro _glorot_variance(inputs, outputs) -%}
  {%- do return(dbt_nn._number(2) ~ ' / ' ~ (inputs + outputs)) -%}
{%- endmacro %}
