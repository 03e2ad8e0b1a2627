{#
  The learning rate of an iteration: a number, or where it changes a closed form of the iterations before, which `joined` has as a column.
  What is counted are the iterations after the warm-up, from 0, as in PyTorch's schedulers:
    step         rate * factor ^ (whole part of count / every)
    exponential  rate * factor ^ count
    inverse      rate / (1 + decay * count)
    cosine       from the rate to smallest_rate, half a wave over all iterations: Loshchilov and Hutter 2017, https://arxiv.org/abs/1608.03983
  In iteration k of the warm-up, the rate is k / (warm_up + 1) of itself.
#}
{% macro _rate(network) -%}
  {%- do return('learning_rate' if dbt_nn._is_scheduled(network) else dbt_nn._number(network.learning_rate)) -%}
{%- endmacro %}


{% macro _scheduled_rate(network, iteration) -%}
  {%- set warm_up = network.learning_rate_schedule.warm_up -%}
  {%- if not warm_up -%}
    {%- do return(dbt_nn._rate_at(network, iteration)) -%}
  {%- endif -%}
  {%- set warming = dbt_nn._number(network.learning_rate / (warm_up + 1)) ~ ' * (' ~ iteration ~ ' + 1)' -%}
  {%- set later = dbt_nn._rate_at(network, 'greatest(' ~ iteration ~ ' - ' ~ warm_up ~ ', 0)') -%}
  {%- do return('case when ' ~ iteration ~ ' < ' ~ warm_up ~ ' then ' ~ warming ~ ' else ' ~ later ~ ' end') -%}
{%- endmacro %}


{% macro _rate_at(network, count) -%}
  {%- set rate = network.learning_rate -%}
  {%- set schedule = network.learning_rate_schedule -%}
  {%- if schedule.name == 'constant' -%}
    {%- do return(dbt_nn._number(rate)) -%}
  {%- elif schedule.name == 'step' -%}
    {%- do return(dbt_nn._shrinking_rate(rate, schedule.factor, dbt_nn._whole_part(count, schedule.every))) -%}
  {%- elif schedule.name == 'exponential' -%}
    {%- do return(dbt_nn._shrinking_rate(rate, schedule.factor, count)) -%}
  {%- elif schedule.name == 'inverse' -%}
    {%- do return(dbt_nn._number(rate) ~ ' / (1 + ' ~ dbt_nn._number(schedule.decay) ~ ' * ' ~ count ~ ')') -%}
  {%- elif schedule.name == 'cosine' -%}
    {%- set length = schedule.iterations - schedule.warm_up -%}
    {%- set wave = '(1 + cos(' ~ dbt_nn._number(3.141592653589793 / length) ~ ' * least(' ~ count ~ ', ' ~ length ~ ')))' -%}
    {%- set lowest = dbt_nn._number(schedule.smallest_rate) ~ ' + ' if schedule.smallest_rate else '' -%}
    {%- do return(lowest ~ dbt_nn._number((rate - schedule.smallest_rate) / 2) ~ ' * ' ~ wave) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no learning rate for the schedule " ~ schedule.name) -%}
{%- endmacro %}


{# The powers stop at 1e-100, where a step moves nothing: later they would be too small for a double. #}
{% macro _shrinking_rate(rate, factor, exponent) -%}
  {%- set last = dbt_nn._last_power(factor, 1e-100) -%}
  {%- do return(dbt_nn._number(rate) ~ ' * power(' ~ dbt_nn._number(factor) ~ ', least(' ~ exponent ~ ', ' ~ last ~ '))') -%}
{%- endmacro %}
