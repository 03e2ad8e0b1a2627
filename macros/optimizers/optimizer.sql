{#
  An optimizer turns a parameter, its gradient and its state into the next parameter and state. One file each:
    _<name>_state(network)             its columns beside `value`: [{name, start, next}], `start` a literal
    _<name>_steps(network, joined)     CTEs over the parameters with their gradients, the last one called `steps`; '' if there are none
    _<name>_value(network)             the next value
  `network.optimizer_constants` holds its constants.
#}
{% macro _optimizer_state(network) %}
  {% if network.optimizer == 'gradient_descent' %}{% do return([]) %}
  {% elif network.optimizer == 'momentum' %}{% do return(dbt_nn._momentum_state(network)) %}
  {% elif network.optimizer == 'nesterov' %}{% do return(dbt_nn._nesterov_state(network)) %}
  {% elif network.optimizer == 'rprop' %}{% do return(dbt_nn._rprop_state(network)) %}
  {% elif network.optimizer == 'adam' %}{% do return(dbt_nn._adam_state(network)) %}
  {% elif network.optimizer == 'adamw' %}{% do return(dbt_nn._adamw_state(network)) %}
  {% elif network.optimizer == 'rmsprop' %}{% do return(dbt_nn._rmsprop_state(network)) %}
  {% endif %}
  {% do exceptions.raise_compiler_error("dbt_nn: no state for the optimizer " ~ network.optimizer) %}
{% endmacro %}


{% macro _optimizer_steps(network, joined) -%}
  {%- if network.optimizer == 'gradient_descent' -%}{%- do return('') -%}
  {%- elif network.optimizer == 'momentum' -%}{%- do return(dbt_nn._momentum_steps(network, joined)) -%}
  {%- elif network.optimizer == 'nesterov' -%}{%- do return(dbt_nn._nesterov_steps(network, joined)) -%}
  {%- elif network.optimizer == 'rprop' -%}{%- do return(dbt_nn._rprop_steps(network, joined)) -%}
  {%- elif network.optimizer == 'adam' -%}{%- do return(dbt_nn._adam_steps(network, joined)) -%}
  {%- elif network.optimizer == 'adamw' -%}{%- do return(dbt_nn._adamw_steps(network, joined)) -%}
  {%- elif network.optimizer == 'rmsprop' -%}{%- do return(dbt_nn._rmsprop_steps(network, joined)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no steps for the optimizer " ~ network.optimizer) -%}
{%- endmacro %}


{# A CTE of the parameters with their gradients: `columns` are what it computes, all else is carried on. #}
{% macro _steps(network, joined, comment, columns, name='steps') -%}
{{ name }} as (
  -- {{ comment }}
  select
    network_key,
    iteration,
    layer,
    input,
    output,
    value,
    {{ columns | trim | indent(4) }},
    {{ dbt_nn._carried_columns(network) | join(',\n') | indent(4) }}
  from {{ joined }}
  {{- dbt_nn._fence() }}
)
{%- endmacro %}


{% macro _optimizer_value(network) -%}
  {%- if network.optimizer == 'gradient_descent' -%}{%- do return(dbt_nn._gradient_descent_value(network)) -%}
  {%- elif network.optimizer == 'momentum' -%}{%- do return(dbt_nn._momentum_value(network)) -%}
  {%- elif network.optimizer == 'nesterov' -%}{%- do return(dbt_nn._nesterov_value(network)) -%}
  {%- elif network.optimizer == 'rprop' -%}{%- do return(dbt_nn._rprop_value(network)) -%}
  {%- elif network.optimizer == 'adam' -%}{%- do return(dbt_nn._adam_value(network)) -%}
  {%- elif network.optimizer == 'adamw' -%}{%- do return(dbt_nn._adamw_value(network)) -%}
  {%- elif network.optimizer == 'rmsprop' -%}{%- do return(dbt_nn._rmsprop_value(network)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no value for the optimizer " ~ network.optimizer) -%}
{%- endmacro %}


{# The length of a step, for the history: the learning rate, or the mean of the steps where every parameter has its own. #}
{% macro _optimizer_rate(network) -%}
  {%- if network.optimizer == 'rprop' -%}{%- do return('avg(step) over (' ~ dbt_nn._partition_of_network(network, 'network_key') ~ ')') -%}{%- endif -%}
  {%- do return(dbt_nn._rate(network)) -%}
{%- endmacro %}


{# What an optimizer's steps carry on unchanged. #}
{% macro _carried_columns(network) %}
  {% set names = [] %}
  {% for column in dbt_nn._best_state(network) %}
    {% do names.append(column.name) %}
  {% endfor %}
  {% set norm = ['gradient_norm'] if network.get('is_encoded') else [] %}
  {% set rate = ['learning_rate'] if dbt_nn._is_scheduled(network) else [] %}
  {% do return(names + dbt_nn._measures(network) + norm + rate) %}
{% endmacro %}
