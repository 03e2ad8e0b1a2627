{#
  An activation's value from the unit's weighted sum, and its slope from the sum and the value.
  One file per activation: the value and its derivative side by side.
#}
{% macro _activation_value(activation, sum) -%}
  {%- if activation == 'relu' -%}{%- do return(dbt_nn._relu_value(sum)) -%}
  {%- elif activation == 'tanh' -%}{%- do return(dbt_nn._tanh_value(sum)) -%}
  {%- elif activation == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_value(sum)) -%}
  {%- elif activation == 'identity' -%}{%- do return(dbt_nn._identity_value(sum)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no value for the activation " ~ activation) -%}
{%- endmacro %}


{% macro _activation_slope(activation, sum, value) -%}
  {%- if activation == 'relu' -%}{%- do return(dbt_nn._relu_slope(sum, value)) -%}
  {%- elif activation == 'tanh' -%}{%- do return(dbt_nn._tanh_slope(sum, value)) -%}
  {%- elif activation == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_slope(sum, value)) -%}
  {%- elif activation == 'identity' -%}{%- do return(dbt_nn._identity_slope(sum, value)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no slope for the activation " ~ activation) -%}
{%- endmacro %}


{#
  The variance of a layer's first weights.
  He et al. 2015, https://arxiv.org/abs/1502.01852, before a ReLU; Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html, else.
#}
{% macro _initial_variance(layer) -%}
  {%- if layer.activation == 'relu' -%}
    {%- do return('2e0 / ' ~ layer.inputs) -%}
  {%- endif -%}
  {%- do return('2e0 / ' ~ (layer.inputs + layer.outputs)) -%}
{%- endmacro %}
