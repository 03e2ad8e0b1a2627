{# What a network knows of its optimizer. `iterations` is how many there will be in all, where that is known. #}
{% macro _optimizer_of(options, iterations=none) %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set schedule = dbt_nn._name_of_choice(options.learning_rate_schedule) %}
  {% set constants = dbt_nn._constants_of_choice('learning_rate_schedule', options.learning_rate_schedule, schedule) %}
  {% if schedule == 'cosine' and constants.iterations is none %}
    {% do constants.update({'iterations': iterations}) %}
  {% endif %}
  {% do return({
    'optimizer': optimizer,
    'optimizer_constants': dbt_nn._constants_of_choice('optimizer', options.optimizer, optimizer),
    'learning_rate': dbt_nn._default_by('learning_rate', options.learning_rate, 'optimizer', optimizer),
    'learning_rate_schedule': dict(constants, name=schedule),
    'clip_norm': options.clip_norm
  }) %}
{% endmacro %}


{# The optimizer's name, `auto` resolved. #}
{% macro _name_of_optimizer(options) %}
  {% set name = dbt_nn._name_of_choice(options.optimizer) %}
  {% do return(name if name != 'auto' else 'adam' if options.get('batch_size') else 'rprop') %}
{% endmacro %}


{#
  What of an optimizer, its learning rate, schedule and clipping does not go together. Values that are wrong by themselves are passed over:
  they are reported anyway.
#}
{% macro _optimizer_problems(options, door) %}
  {% set problems = [] %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set schedule = dbt_nn._name_of_choice(options.learning_rate_schedule) %}
  {% set own = options.learning_rate_schedule if options.learning_rate_schedule is mapping else {} %}
  {% if optimizer == 'rprop' %}
    {% set whose = "optimizer is rprop" ~ (", which is what auto means without a batch_size" if dbt_nn._name_of_choice(options.optimizer) == 'auto' else "") %}
    {% if schedule != 'constant' or own.get('warm_up') %}
      {% do problems.append("learning_rate_schedule is " ~ (options.learning_rate_schedule | tojson) ~ ", but " ~ whose ~ ": its steps go by the signs of gradients, not by a learning rate; give another optimizer, or leave the schedule out") %}
    {% endif %}
    {% if options.clip_norm != '' %}
      {% do problems.append("clip_norm is " ~ (options.clip_norm | tojson) ~ ", but " ~ whose ~ ": it goes by the signs of gradients, which clipping leaves as they are; give another optimizer, or leave clip_norm out") %}
    {% endif %}
    {% set steps = dbt_nn._constants_of_choice('optimizer', options.optimizer, 'rprop') %}
    {% if steps.smallest_step is number and steps.largest_step is number and steps.smallest_step > steps.largest_step %}
      {% do problems.append("optimizer has a smallest_step of " ~ steps.smallest_step ~ ", above its largest_step of " ~ steps.largest_step) %}
    {% endif %}
  {% endif %}
  {% do return(problems + (dbt_nn._cosine_problems(options, own, optimizer, door) if schedule == 'cosine' else [])) %}
{% endmacro %}


{% macro _cosine_problems(options, own, optimizer, door) %}
  {% set problems = [] %}
  {% set length = own.get('iterations') or (options.iterations if door == 'train' else none) %}
  {% if length is none %}
    {% do problems.append("learning_rate_schedule is cosine, which a stage must be told the length of: {name: cosine, iterations: 100}") %}
  {% elif length is number and own.get('warm_up', 0) is number and own.get('warm_up', 0) >= length %}
    {% do problems.append("learning_rate_schedule has a warm_up of " ~ own.warm_up ~ ", and its cosine " ~ length ~ " iterations in all; accepted: a warm_up below that") %}
  {% endif %}
  {% set rate = dbt_nn._default_by('learning_rate', options.learning_rate, 'optimizer', optimizer) %}
  {% if rate is number and own.get('smallest_rate', 0) is number and own.get('smallest_rate', 0) > rate %}
    {% do problems.append("learning_rate_schedule has a smallest_rate of " ~ own.smallest_rate ~ ", above the learning_rate of " ~ rate) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{% macro _is_scheduled(network) -%}
  {%- set schedule = network.learning_rate_schedule -%}
  {%- do return(schedule.name != 'constant' or schedule.warm_up > 0) -%}
{%- endmacro %}
