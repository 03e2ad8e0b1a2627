{# The parameters after one iteration; the same columns as `init`, by name. #}
{% macro stage_update(network=none, parameters=none, gradients=none) -%}
{%- set given = {'parameters': parameters, 'gradients': gradients} -%}
{%- set needed = {'parameters': dbt_nn._columns_of_parameters(), 'gradients': ['layer', 'input', 'output', 'gradient']} -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_update", network, given, needed, kwargs) -%}
{%- do dbt_nn._remember_network(network) -%}
{{ dbt_nn._update(network, parameters, gradients) }}
{%- endmacro %}


{% macro _update(network, parameters, gradients) -%}
{%- set optimizer = dbt_nn._optimizer_parts(network) -%}
{%- set joined = 'gradients_with_norm' if network.carries_parameters else 'joined' -%}
{%- set gradients_from = 'clipped' if network.clip_norm else joined -%}
with {{ dbt_nn._with_norm(network, gradients) if network.carries_parameters else dbt_nn._joined(network, parameters, gradients) }}
{%- if network.clip_norm %},

{{ dbt_nn._clipped(network, joined) }}
{%- endif %}
{%- if optimizer.steps %},

{{ dbt_nn._steps(network, gradients_from, optimizer.steps.comment, optimizer.steps.columns) }}
{%- endif %}

-- {{ network.optimizer | replace('_', ' ') }}{{ ', learning rate ' ~ network.learning_rate if not optimizer.state }}
{{- ', by the schedule ' ~ network.learning_rate_schedule.name if dbt_nn._is_scheduled(network) }}
select
  network_key,
  iteration + 1 as iteration,
  layer,
  input,
  output,
  {{ dbt_nn._of_each(network, optimizer.value) }} as value,
  {%- for column in dbt_nn._state_columns(network) %}
  {{ column.next ~ ' as ' if column.next != column.name }}{{ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ 'steps' if optimizer.steps else gradients_from }}
{%- endmacro %}


{# Of a network of `train`, the parameters come with their gradients. #}
{% macro _with_norm(network, gradients) -%}
{%- set columns = [dbt_nn._gradient_norm(network, 'gradient', 'network_key') ~ ' as gradient_norm'] -%}
{%- if dbt_nn._is_scheduled(network) -%}
  {%- do columns.append(
    dbt_nn._rate_of_iteration(network.learning_rate, network.learning_rate_schedule, 'iteration') ~ ' as learning_rate'
  ) -%}
{%- endif -%}
gradients_with_norm as (
  select
    *,
    {{ (columns + dbt_nn._kept_states(network)) | join(',\n') | indent(4) }}
  from {{ gradients }}
  {%- if network.early_stopping %}
  where {{ dbt_nn._goes_on(network) }}
  {%- endif %}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# Of the stages, the two are models of their own. #}
{% macro _joined(network, parameters, gradients) -%}
parameters as (
  select * from {{ dbt_nn._marked('parameters', parameters) }}
),

gradients as (
  select * from {{ gradients }}
),

joined as (
  select
    parameters.network_key,
    parameters.iteration,
    parameters.layer,
    parameters.input,
    parameters.output,
    parameters.value,
    {%- for column in dbt_nn._optimizer_state(network) %}
    parameters.{{ column.name }},
    {%- endfor %}
    gradients.gradient,
    {%- for measure in dbt_nn._measures(network) %}
    gradients.{{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}
    {%- if network.clip_norm %},
    {{ dbt_nn._gradient_norm(network, 'gradients.gradient', 'parameters.network_key') }} as gradient_norm
    {%- endif %}
    {%- if dbt_nn._is_scheduled(network) %},
    {{ dbt_nn._rate_of_iteration(network.learning_rate, network.learning_rate_schedule, 'parameters.iteration') }} as learning_rate
    {%- endif %}
  from parameters
  inner join gradients
    on parameters.network_key = gradients.network_key
    and parameters.layer = gradients.layer
    and parameters.input = gradients.input
    and parameters.output = gradients.output
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{#
  Every column of the parameters beside keys and value, in order: the optimizer's state, early stopping's, and the measures: {name, start,
  next}.
#}
{% macro _state_columns(network) %}
  {% set columns = dbt_nn._optimizer_state(network) + dbt_nn._further_state(network) %}
  {% set nothing = 'cast(null as ' ~ network.warehouse.double_type ~ ')' %}
  {% for measure in dbt_nn._measures(network) %}
    {% do columns.append({'name': measure, 'start': nothing, 'next': measure}) %}
  {% endfor %}
  {% if network.reports_splits %}
    {% do columns.append({'name': 'gradient_norm', 'start': nothing, 'next': 'gradient_norm'}) %}
    {% do columns.append({'name': 'learning_rate', 'start': nothing, 'next': dbt_nn._reported_rate(network)}) %}
  {% endif %}
  {% do return(columns) %}
{% endmacro %}


{# Over all gradients of a network, the penalty's among them. #}
{% macro _gradient_norm(network, gradient, network_key) -%}
  {%- if network.listed -%}
    {%- do return('sqrt(' ~ dbt_nn._dot_product(gradient, gradient) ~ ')') -%}
  {%- endif -%}
  {%- set gradient = dbt_nn._no_trace(gradient) -%}
  {%- do return(
    'sqrt(sum(' ~ gradient ~ ' * ' ~ gradient ~ ') over (' ~ dbt_nn._partition_of_network(network, network_key) ~ '))'
  ) -%}
{%- endmacro %}


{# The network goes into the model's meta, where the loop finds what to check: plain values only, config() is fixed when dbt parses. #}
{% macro _remember_network(network) %}
  {{ config(meta={'dbt_nn_network': network}) }}
{% endmacro %}
