{#
  The activations. One file each, with its value and its derivative side by side; a row here makes it known, and an option.
    value(sum)          the unit's value from its weighted sum
    slope(sum, value)   the derivative by the sum
    variance(inputs, outputs)   of the weights before it, at the start
#}
{% macro _activations() -%}
  {%- do return({
    'relu': {'value': dbt_nn._relu_value, 'slope': dbt_nn._relu_slope, 'variance': dbt_nn._he_variance},
    'leaky_relu': {'value': dbt_nn._leaky_relu_value, 'slope': dbt_nn._leaky_relu_slope, 'variance': dbt_nn._he_variance},
    'elu': {'value': dbt_nn._elu_value, 'slope': dbt_nn._elu_slope, 'variance': dbt_nn._he_variance},
    'selu': {'value': dbt_nn._selu_value, 'slope': dbt_nn._selu_slope, 'variance': dbt_nn._lecun_variance},
    'tanh': {'value': dbt_nn._tanh_value, 'slope': dbt_nn._tanh_slope, 'variance': dbt_nn._glorot_variance},
    'sigmoid': {'value': dbt_nn._sigmoid_value, 'slope': dbt_nn._sigmoid_slope, 'variance': dbt_nn._glorot_variance},
    'softplus': {'value': dbt_nn._softplus_value, 'slope': dbt_nn._softplus_slope, 'variance': dbt_nn._he_variance},
    'gelu': {'value': dbt_nn._gelu_value, 'slope': dbt_nn._gelu_slope, 'variance': dbt_nn._he_variance},
    'identity': {'value': dbt_nn._identity_value, 'slope': dbt_nn._identity_slope, 'variance': dbt_nn._glorot_variance}
  }) -%}
{%- endmacro %}


{% macro _activation(name) -%}
  {%- do return(dbt_nn._row_named('activation', dbt_nn._activations(), name)) -%}
{%- endmacro %}
