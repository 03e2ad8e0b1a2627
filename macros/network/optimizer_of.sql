{# What a network knows of its optimizer. `iterations` is how many there will be in all, where that is known. #}
{% macro _optimizer_of(options, iterations=none) %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set schedule = dbt_nn._name_of_schedule(options) %}
  {% set constants = dbt_nn._constants_of_choice(dbt_nn._schedule(schedule).constants, options.learning_rate_schedule) %}
  {# A schedule over all iterations, such as cosine, has as many as the training unless it was given another number. #}
  {% if 'iterations' in constants and constants.iterations is none %}
    {% do constants.update({'iterations': iterations}) %}
  {% endif %}
  {% do return({
    'optimizer': optimizer,
    'optimizer_constants': dbt_nn._constants_of_choice(dbt_nn._optimizer(optimizer).constants, options.optimizer),
    'learning_rate': dbt_nn._rate_of_optimizer(options, optimizer),
    'learning_rate_schedule': dict(constants, name=schedule),
    'clip_norm': options.clip_norm
  }) %}
{% endmacro %}


{# The optimizer's name; left open, what it is unless there are many rows. #}
{% macro _name_of_optimizer(options) %}
  {% set name = dbt_nn._name_of_choice(options.optimizer) %}
  {% do return(name if name != 'auto' else 'adam' if dbt_nn._has_batch_size(options) else 'rprop') %}
{% endmacro %}


{# Whether the user gave the size of a batch. #}
{% macro _has_batch_size(options) %}
  {% do return(options.get('batch_size') is number) %}
{% endmacro %}


{% macro _name_of_schedule(options) %}
  {% set name = dbt_nn._name_of_choice(options.learning_rate_schedule) %}
  {% do return('constant' if name == 'auto' else name) %}
{% endmacro %}


{% macro _rate_of_optimizer(options, optimizer) %}
  {% set rate = 'by optimizer' if options.learning_rate == 'auto' else options.learning_rate %}
  {% do return(dbt_nn._default_by('learning_rate', rate, 'optimizer', optimizer)) %}
{% endmacro %}


{# Whether the learning rate changes from iteration to iteration. #}
{% macro _is_scheduled(network) -%}
  {%- set schedule = network.learning_rate_schedule -%}
  {%- do return(schedule.name != 'constant' or schedule.warm_up > 0) -%}
{%- endmacro %}
