{#
  The optimizers. One file each; a row here makes it known, and an option.
    parts(rate, constants)  what it is made of, as SQL over a parameter's columns (value, gradient, input, iteration and its own state):
      state     its columns beside `value`: [{name, start, next}]
      steps     {comment, columns: {name: SQL}}: what is computed before the new value; none if nothing is
      value     the next value
      reported  the step that the history reports, as a mean over the parameters, where each has its own; none: the rate
    learning_rate   the default
    takes_rate      false: it uses the signs of gradients, so schedules and clipping have no effect
    decays_weights  true: it shrinks the weights itself, so there is no penalty by default
    constants       {name: {default, accepts}}, checks as in network/constants.sql
  The rate and the constants are numbers, or SQL where each network has its own.
#}
{% macro _optimizers() -%}
  {%- set moments = {
    'beta1': {'default': 0.9, 'accepts': 'share'},
    'beta2': {'default': 0.999, 'accepts': 'share'},
    'epsilon': {'default': 0.00000001, 'accepts': 'positive_number'}
  } -%}
  {%- do return({
    'gradient_descent': {
      'parts': dbt_nn._gradient_descent, 'learning_rate': 0.1, 'takes_rate': true, 'decays_weights': false, 'constants': {}
    },
    'momentum': {
      'parts': dbt_nn._momentum, 'learning_rate': 0.01, 'takes_rate': true, 'decays_weights': false,
      'constants': {'momentum': {'default': 0.9, 'accepts': 'share'}}
    },
    'nesterov': {
      'parts': dbt_nn._nesterov, 'learning_rate': 0.01, 'takes_rate': true, 'decays_weights': false,
      'constants': {'momentum': {'default': 0.9, 'accepts': 'share'}}
    },
    'rprop': {
      'parts': dbt_nn._rprop, 'learning_rate': 0.1, 'takes_rate': false, 'decays_weights': false,
      'constants': {
        'increase': {'default': 1.2, 'accepts': 'number_from_1'},
        'decrease': {'default': 0.5, 'accepts': 'positive_share'},
        'largest_step': {'default': 50, 'accepts': 'positive_number'},
        'smallest_step': {'default': 0.000001, 'accepts': 'positive_number'}
      }
    },
    'adam': {
      'parts': dbt_nn._adam, 'learning_rate': 0.001, 'takes_rate': true, 'decays_weights': false, 'constants': moments
    },
    'adamw': {
      'parts': dbt_nn._adamw, 'learning_rate': 0.001, 'takes_rate': true, 'decays_weights': true,
      'constants': dict(moments, weight_decay={'default': 0.01, 'accepts': 'number_from_0'})
    },
    'rmsprop': {
      'parts': dbt_nn._rmsprop, 'learning_rate': 0.01, 'takes_rate': true, 'decays_weights': false,
      'constants': {'decay': {'default': 0.99, 'accepts': 'share'}, 'epsilon': {'default': 0.00000001, 'accepts': 'positive_number'}}
    }
  }) -%}
{%- endmacro %}


{% macro _optimizer(name) -%}
  {%- do return(dbt_nn._row_named('optimizer', dbt_nn._optimizers(), name)) -%}
{%- endmacro %}
