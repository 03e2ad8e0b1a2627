{#
  Combinations of optimizer, learning rate, schedule and clipping that are not possible. Values that are wrong by themselves are skipped
  here, because they are reported anyway.
#}
{% macro _optimizer_problems(options, door) %}
  {% set problems = [] %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set schedule = dbt_nn._name_of_schedule(options) %}
  {% set own = options.learning_rate_schedule if options.learning_rate_schedule is mapping else {} %}
  {% set known = dbt_nn._optimizers().get(optimizer) if optimizer is string else none %}
  {% if known and not known.takes_rate %}
    {% set is_auto = dbt_nn._name_of_choice(options.optimizer) == 'auto' %}
    {% set whose = "optimizer is " ~ optimizer ~ (" (auto without a batch_size)" if is_auto else "") %}
    {% if schedule != 'constant' or own.get('warm_up') %}
      {% do problems.append(
        "learning_rate_schedule is " ~ dbt_nn._shown(options.learning_rate_schedule) ~ ", but " ~ whose
        ~ ", which uses only the sign of each gradient; choose another optimizer or remove learning_rate_schedule"
      ) %}
    {% endif %}
    {% if options.clip_norm != '' %}
      {% do problems.append(
        "clip_norm is " ~ dbt_nn._shown(options.clip_norm) ~ ", but " ~ whose
        ~ ", which uses only the sign of each gradient; choose another optimizer or remove clip_norm"
      ) %}
    {% endif %}
    {% set steps = dbt_nn._constants_of_choice(known.constants, options.optimizer) %}
    {% if steps.smallest_step is number and steps.largest_step is number and steps.smallest_step > steps.largest_step %}
      {% do problems.append(
        "optimizer has a smallest_step of " ~ steps.smallest_step ~ ", above its largest_step of " ~ steps.largest_step
        ~ "; lower smallest_step or raise largest_step"
      ) %}
    {% endif %}
  {% endif %}
  {% set constants = dbt_nn._schedules().get(schedule, {}).get('constants', {}) if schedule is string else {} %}
  {% do return(problems + (dbt_nn._wave_problems(options, own, schedule, optimizer, door) if 'iterations' in constants else [])) %}
{% endmacro %}


{# A schedule over all iterations, down to a smallest rate. #}
{% macro _wave_problems(options, own, schedule, optimizer, door) %}
  {% set problems = [] %}
  {% set length = own.get('iterations') or (options.iterations if door == 'train' else none) %}
  {% if length is none %}
    {% do problems.append(
      "learning_rate_schedule is " ~ schedule ~ ", which requires iterations in a stage: {name: " ~ schedule ~ ", iterations: 100}"
    ) %}
  {% elif length is number and own.get('warm_up', 0) is number and own.get('warm_up', 0) >= length %}
    {% do problems.append(
      "learning_rate_schedule has a warm_up of " ~ own.warm_up ~ ", but its " ~ schedule ~ " has " ~ length ~ " iterations in all; "
      ~ "accepted: a warm_up below " ~ length
    ) %}
  {% endif %}
  {% set rate = dbt_nn._rate_of_optimizer(options, optimizer) %}
  {% if rate is number and own.get('smallest_rate', 0) is number and own.get('smallest_rate', 0) > rate %}
    {% do problems.append("learning_rate_schedule has a smallest_rate of " ~ own.smallest_rate ~ ", above the learning_rate of " ~ rate
      ~ "; lower smallest_rate or raise learning_rate") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}
