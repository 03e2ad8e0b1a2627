{#
  An activation's value from the unit's weighted sum, and its slope from the sum and the value.
  One file per activation: the value and its derivative side by side.
#}
{% macro _activation_value(activation, sum) -%}
  {%- if activation == 'relu' -%}{%- do return(dbt_nn._relu_value(sum)) -%}
  {%- elif activation == 'leaky_relu' -%}{%- do return(dbt_nn._leaky_relu_value(sum)) -%}
  {%- elif activation == 'elu' -%}{%- do return(dbt_nn._elu_value(sum)) -%}
  {%- elif activation == 'selu' -%}{%- do return(dbt_nn._selu_value(sum)) -%}
  {%- elif activation == 'tanh' -%}{%- do return(dbt_nn._tanh_value(sum)) -%}
  {%- elif activation == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_value(sum)) -%}
  {%- elif activation == 'softplus' -%}{%- do return(dbt_nn._softplus_value(sum)) -%}
  {%- elif activation == 'gelu' -%}{%- do return(dbt_nn._gelu_value(sum)) -%}
  {%- elif activation == 'identity' -%}{%- do return(dbt_nn._identity_value(sum)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no value for the activation " ~ activation) -%}
{%- endmacro %}


{% macro _activation_slope(activation, sum, value) -%}
  {%- if activation == 'relu' -%}{%- do return(dbt_nn._relu_slope(sum, value)) -%}
  {%- elif activation == 'leaky_relu' -%}{%- do return(dbt_nn._leaky_relu_slope(sum, value)) -%}
  {%- elif activation == 'elu' -%}{%- do return(dbt_nn._elu_slope(sum, value)) -%}
  {%- elif activation == 'selu' -%}{%- do return(dbt_nn._selu_slope(sum, value)) -%}
  {%- elif activation == 'tanh' -%}{%- do return(dbt_nn._tanh_slope(sum, value)) -%}
  {%- elif activation == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_slope(sum, value)) -%}
  {%- elif activation == 'softplus' -%}{%- do return(dbt_nn._softplus_slope(sum, value)) -%}
  {%- elif activation == 'gelu' -%}{%- do return(dbt_nn._gelu_slope(sum, value)) -%}
  {%- elif activation == 'identity' -%}{%- do return(dbt_nn._identity_slope(sum, value)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no slope for the activation " ~ activation) -%}
{%- endmacro %}


{#
  The variance of a layer's first weights, by the activation after it.
  He et al. 2015, https://arxiv.org/abs/1502.01852, before one that grows with the sum and is (almost) 0 or flat below it; LeCun et al. 1998,
  https://doi.org/10.1007/3-540-49430-8_2, before selu, whose constants suppose it; Glorot and Bengio 2010,
  https://proceedings.mlr.press/v9/glorot10a.html, else.
#}
{% macro _initial_variance(layer) -%}
  {%- if layer.activation in ['relu', 'leaky_relu', 'elu', 'softplus', 'gelu'] -%}
    {%- do return('2e0 / ' ~ layer.inputs) -%}
  {%- elif layer.activation == 'selu' -%}
    {%- do return('1e0 / ' ~ layer.inputs) -%}
  {%- endif -%}
  {%- do return('2e0 / ' ~ (layer.inputs + layer.outputs)) -%}
{%- endmacro %}
