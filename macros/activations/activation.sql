{#
  The activations. One file each, with its value and its derivative side by side; a row here makes it known, and an option.
    value(sum)          the unit's value from its weighted sum
    slope(sum, value)   the derivative by the sum
    variance(inputs, outputs)   of the weights before it, at the start
    course   what the path of a sum through it is made of: `straight`, `bent` (two lines that meet at 0), `smooth`, or `kinked` (two
             curves that meet at 0)
    share    (sum, start, value, start_value) its mean slope between two sums, see share.sql; none for a smooth one, whose value and slope
             are enough
#}
{% macro _activations() -%}
  {%- do return({
    'relu': {
      'value': dbt_nn._relu_value, 'slope': dbt_nn._relu_slope, 'variance': dbt_nn._he_variance, 'course': 'bent',
      'share': dbt_nn._relu_share
    },
    'leaky_relu': {
      'value': dbt_nn._leaky_relu_value, 'slope': dbt_nn._leaky_relu_slope, 'variance': dbt_nn._he_variance, 'course': 'bent',
      'share': dbt_nn._leaky_relu_share
    },
    'elu': {
      'value': dbt_nn._elu_value, 'slope': dbt_nn._elu_slope, 'variance': dbt_nn._he_variance, 'course': 'kinked',
      'share': dbt_nn._elu_share
    },
    'selu': {
      'value': dbt_nn._selu_value, 'slope': dbt_nn._selu_slope, 'variance': dbt_nn._lecun_variance, 'course': 'kinked',
      'share': dbt_nn._selu_share
    },
    'tanh': {
      'value': dbt_nn._tanh_value, 'slope': dbt_nn._tanh_slope, 'variance': dbt_nn._glorot_variance, 'course': 'smooth',
      'share': none
    },
    'sigmoid': {
      'value': dbt_nn._sigmoid_value, 'slope': dbt_nn._sigmoid_slope, 'variance': dbt_nn._glorot_variance, 'course': 'smooth',
      'share': none
    },
    'softplus': {
      'value': dbt_nn._softplus_value, 'slope': dbt_nn._softplus_slope, 'variance': dbt_nn._he_variance, 'course': 'smooth',
      'share': none
    },
    'gelu': {
      'value': dbt_nn._gelu_value, 'slope': dbt_nn._gelu_slope, 'variance': dbt_nn._he_variance, 'course': 'smooth',
      'share': none
    },
    'identity': {
      'value': dbt_nn._identity_value, 'slope': dbt_nn._identity_slope, 'variance': dbt_nn._glorot_variance, 'course': 'straight',
      'share': dbt_nn._identity_share
    }
  }) -%}
{%- endmacro %}


{% macro _activation(name) -%}
  {%- do return(dbt_nn._row_named('activation', dbt_nn._activations(), name)) -%}
{%- endmacro %}
