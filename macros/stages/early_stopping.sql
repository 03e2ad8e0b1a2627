{#
  Early stopping, as state of the parameters: the value that had the least validation loss, that loss, the iteration that measured it, and
  the optimizer's state before that iteration, so that a warm start can go on. An iteration measures the parameters that it starts from.
  None before the iteration `since` is kept.
#}
{% macro _best_state(network) %}
  {% if not network.early_stopping %}
    {% do return([]) %}
  {% endif %}
  {% set improved = dbt_nn._is_improved(network) %}
  {% set first = dbt_nn._first_kept(network) %}
  {% set loss = dbt_nn._loss_to_stop_by(network) %}
  {% set nothing = 'cast(null as ' ~ network.warehouse.double_type ~ ')' %}
  {% set columns = [
    {'name': 'best_value', 'start': nothing, 'next': 'case when ' ~ improved ~ ' then value else best_value end'},
    {'name': 'best_validation', 'start': nothing, 'next': 'case when ' ~ improved ~ ' then ' ~ loss ~ ' else best_validation end'},
    {'name': 'best_iteration', 'start': first | string,
     'next': 'case when ' ~ improved ~ ' then iteration + 1 else best_iteration end'}
  ] %}
  {% for column in dbt_nn._optimizer_state(network) if dbt_nn._keeps_best_state(network) %}
    {% do columns.append({'name': 'best_' ~ column.name, 'start': nothing, 'next': 'kept_' ~ column.name}) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The networks of a fleet stop at iterations of their own, so none of them can be continued: what can't be used is not kept. #}
{% macro _keeps_best_state(network) -%}
  {%- do return(network.early_stopping and not network.has_keys) -%}
{%- endmacro %}


{# The optimizer's best state, taken before its step: kept_<column>. #}
{% macro _kept_states(network) %}
  {% set columns = [] %}
  {% for column in dbt_nn._optimizer_state(network) if dbt_nn._keeps_best_state(network) %}
    {% do columns.append(
      'case when ' ~ dbt_nn._is_improved(network) ~ ' then ' ~ column.name ~ ' else best_' ~ column.name ~ ' end as kept_' ~ column.name
    ) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _first_kept(network) %}
  {% do return(network.first_iteration + (network.early_stopping.since - 1) * network.batches_per_epoch) %}
{% endmacro %}


{% macro _loss_to_stop_by(network) -%}
  {%- do return('validation_loss' ~ (' + penalty' if dbt_nn._stops_by_penalty(network) else '')) -%}
{%- endmacro %}


{% macro _is_improved(network) -%}
  {%- set improvement = dbt_nn._number(network.early_stopping.minimum_improvement) -%}
  {%- set improved = 'best_validation is null or ' ~ dbt_nn._loss_to_stop_by(network) ~ ' < best_validation - ' ~ improvement -%}
  {%- do return(
    'iteration >= ' ~ dbt_nn._first_kept(network) ~ ' and (' ~ improved ~ ')' if network.early_stopping.since > 1 else improved
  ) -%}
{%- endmacro %}


{# The state beside the optimizer's: that of early stopping, and what a network of a fleet has as its own setting. #}
{% macro _further_state(network) %}
  {% set settings = [{'name': 'l2_floor', 'start': 'l2_floor', 'next': 'l2_floor'}] if dbt_nn._has_own_floors(network.l2) else [] %}
  {% do return(dbt_nn._best_state(network) + settings) %}
{% endmacro %}


{# Parameters that have had no better iteration for too long are not updated any more: the loop ends when none are left. #}
{% macro _goes_on(network) -%}
  {%- do return('iteration - best_iteration < ' ~ network.early_stopping.patience * network.batches_per_epoch) -%}
{%- endmacro %}
