{# The parts of the network's optimizer as SQL; its rate is a number, or a column where it changes from iteration to iteration. #}
{% macro _optimizer_parts(network) %}
  {% do return(dbt_nn._optimizer(network.optimizer).parts(dbt_nn._rate(network), network.optimizer_constants)) %}
{% endmacro %}


{% macro _rate(network) -%}
  {%- do return('learning_rate' if dbt_nn._is_scheduled(network) else network.learning_rate) -%}
{%- endmacro %}


{# The columns of the optimizer's state, beside `value`: [{name, start, next}]. #}
{% macro _optimizer_state(network) %}
  {% do return(dbt_nn._optimizer_parts(network).state) %}
{% endmacro %}


{# A CTE of the parameters with their gradients: `columns` are what it computes of each parameter, all else is carried on. #}
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
    {%- for name, computed in columns.items() %}
    {{ (computed if computed == name else dbt_nn._of_each(network, computed) ~ ' as ' ~ name) | indent(4) }},
    {%- endfor %}
    {{ dbt_nn._carried_columns(network) | join(',\n') | indent(4) }}
  from {{ joined }}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# What an optimizer's steps carry on unchanged. #}
{% macro _carried_columns(network) %}
  {% set names = [] %}
  {% for column in dbt_nn._further_state(network) %}
    {% do names.append(column.next if column.next[:5] == 'kept_' else column.name) %}
  {% endfor %}
  {% set norm = ['gradient_norm'] if network.reports_splits else [] %}
  {% set rate = ['learning_rate'] if dbt_nn._is_scheduled(network) else [] %}
  {% do return(names + dbt_nn._measures(network) + norm + rate) %}
{% endmacro %}


{# The length of a step, for the history: the learning rate, or the mean of the steps where every parameter has its own. #}
{% macro _reported_rate(network) -%}
  {%- set own = dbt_nn._optimizer_parts(network).reported -%}
  {%- if own and network.listed -%}
    {%- do return(dbt_nn._list_sum(own) ~ ' / ' ~ network.parameters) -%}
  {%- elif own -%}
    {%- do return('avg(' ~ own ~ ') over (' ~ dbt_nn._partition_of_network(network, 'network_key') ~ ')') -%}
  {%- endif -%}
  {%- do return(dbt_nn._constant(dbt_nn._rate(network))) -%}
{%- endmacro %}
