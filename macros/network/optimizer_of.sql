{# What a network knows of its optimizer. `iterations` is how many there will be in all, where that is known. #}
{% macro _optimizer_of(options, iterations=none) %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set schedule = dbt_nn._name_of_choice(options.learning_rate_schedule) %}
  {% set constants = dbt_nn._constants_of_choice(dbt_nn._schedule(schedule).constants, options.learning_rate_schedule) %}
  {# A schedule over all iterations, such as cosine, has as many as the training unless it was given another number. #}
  {% if 'iterations' in constants and constants.iterations is none %}
    {% do constants.update({'iterations': iterations}) %}
  {% endif %}
  {% do return({
    'optimizer': optimizer,
    'optimizer_constants': dbt_nn._constants_of_choice(dbt_nn._optimizer(optimizer).constants, options.optimizer),
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


{# Whether the learning rate changes from iteration to iteration. #}
{% macro _is_scheduled(network) -%}
  {%- set schedule = network.learning_rate_schedule -%}
  {%- do return(schedule.name != 'constant' or schedule.warm_up > 0) -%}
{%- endmacro %}
