{#
  The schedules of the learning rate. `rate(rate, count, constants)` is the rate after `count` iterations, as a closed form in SQL. They are
  counted after the warm-up, from 0, as in PyTorch's schedulers. Constants are {name: {default, accepts}}; all schedules have warm_up too.
#}
{% macro _schedules() -%}
  {%- set every = {'warm_up': {'default': 0, 'accepts': 'integer_from_0'}} -%}
  {%- do return({
    'constant': {'rate': dbt_nn._constant_rate, 'constants': every},
    'step': {
      'rate': dbt_nn._step_rate,
      'constants': dict({
        'every': {'default': 30, 'accepts': 'positive_integer'}, 'factor': {'default': 0.5, 'accepts': 'positive_share'}
      }, **every)
    },
    'exponential': {
      'rate': dbt_nn._exponential_rate,
      'constants': dict({'factor': {'default': 0.99, 'accepts': 'positive_share'}}, **every)
    },
    'inverse': {
      'rate': dbt_nn._inverse_rate,
      'constants': dict({'decay': {'default': 0.01, 'accepts': 'positive_number'}}, **every)
    },
    'cosine': {
      'rate': dbt_nn._cosine_rate,
      'constants': dict({
        'iterations': {'default': none, 'accepts': 'positive_integer'}, 'smallest_rate': {'default': 0, 'accepts': 'number_from_0'}
      }, **every)
    }
  }) -%}
{%- endmacro %}


{% macro _schedule(name) -%}
  {%- do return(dbt_nn._row_named('learning_rate_schedule', dbt_nn._schedules(), name)) -%}
{%- endmacro %}


{#
  The learning rate of an iteration. In iteration k of the warm-up, it is k / (warm_up + 1) of itself. `schedule` is {name, warm_up, ...}.
#}
{% macro _rate_of_iteration(rate, schedule, iteration) -%}
  {%- set rate_after = dbt_nn._schedule(schedule.name).rate -%}
  {%- set warm_up = schedule.warm_up -%}
  {%- if not warm_up -%}
    {%- do return(rate_after(rate, iteration, schedule)) -%}
  {%- endif -%}
  {%- set first = dbt_nn._number(rate / (warm_up + 1)) if rate is number else rate ~ ' / ' ~ (warm_up + 1) -%}
  {%- set later = rate_after(rate, 'greatest(' ~ iteration ~ ' - ' ~ warm_up ~ ', 0)', schedule) -%}
  {%- do return('case when ' ~ iteration ~ ' < ' ~ warm_up ~ ' then ' ~ first ~ ' * (' ~ iteration ~ ' + 1) else ' ~ later ~ ' end') -%}
{%- endmacro %}


{% macro _constant_rate(rate, count, constants) -%}
  {%- do return(dbt_nn._constant(rate)) -%}
{%- endmacro %}


{# rate * factor ^ (whole part of count / every) #}
{% macro _step_rate(rate, count, constants) -%}
  {%- do return(dbt_nn._shrinking_rate(rate, constants.factor, dbt_nn._whole_part(count, constants.every))) -%}
{%- endmacro %}


{# rate * factor ^ count #}
{% macro _exponential_rate(rate, count, constants) -%}
  {%- do return(dbt_nn._shrinking_rate(rate, constants.factor, count)) -%}
{%- endmacro %}


{# The powers stop at 1e-100, where a step moves nothing. #}
{% macro _shrinking_rate(rate, factor, exponent) -%}
  {%- do return(dbt_nn._constant(rate) ~ ' * ' ~ dbt_nn._power(factor, exponent, 1e-100)) -%}
{%- endmacro %}


{# rate / (1 + decay * count) #}
{% macro _inverse_rate(rate, count, constants) -%}
  {%- do return(dbt_nn._constant(rate) ~ ' / (1 + ' ~ dbt_nn._constant(constants.decay) ~ ' * ' ~ count ~ ')') -%}
{%- endmacro %}


{# From the rate to smallest_rate, half a wave over all iterations: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983 #}
{% macro _cosine_rate(rate, count, constants) -%}
  {%- set length = constants.iterations - constants.warm_up -%}
  {%- set smallest = constants.smallest_rate -%}
  {%- set wave = '(1 + cos(' ~ dbt_nn._number(3.141592653589793 / length) ~ ' * least(' ~ count ~ ', ' ~ length ~ ')))' -%}
  {%- set half = dbt_nn._number((rate - smallest) / 2) if rate is number else '(' ~ rate ~ ' - ' ~ dbt_nn._number(smallest) ~ ') / 2' -%}
  {%- do return((dbt_nn._number(smallest) ~ ' + ' if smallest else '') ~ half ~ ' * ' ~ wave) -%}
{%- endmacro %}
