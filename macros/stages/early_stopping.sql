{#
  Early stopping, as state of the parameters: the value that had the least validation loss, that loss, and the iteration that measured it.
  An iteration measures the parameters that it starts from. None before the iteration `since` is kept.
#}
{% macro _best_state(network) %}
  {% if not network.early_stopping %}
    {% do return([]) %}
  {% endif %}
  {% set improvement = dbt_nn._number(network.early_stopping.minimum_improvement) %}
  {% set loss = 'validation_loss' ~ (' + penalty' if dbt_nn._stops_by_penalty(network) else '') %}
  {% set improved = 'best_validation is null or ' ~ loss ~ ' < best_validation - ' ~ improvement %}
  {% set first = network.first_iteration + (network.early_stopping.since - 1) * network.batches_per_epoch %}
  {% if network.early_stopping.since > 1 %}
    {% set improved = 'iteration >= ' ~ first ~ ' and (' ~ improved ~ ')' %}
  {% endif %}
  {% set nothing = 'cast(null as ' ~ network.warehouse.double_type ~ ')' %}
  {% do return([
    {'name': 'best_value', 'start': nothing, 'next': 'case when ' ~ improved ~ ' then value else best_value end'},
    {'name': 'best_validation', 'start': nothing, 'next': 'case when ' ~ improved ~ ' then ' ~ loss ~ ' else best_validation end'},
    {'name': 'best_iteration', 'start': first | string,
     'next': 'case when ' ~ improved ~ ' then iteration + 1 else best_iteration end'}
  ]) %}
{% endmacro %}


{# The state beside the optimizer's: that of early stopping, and what a network of a fleet has as its own setting. #}
{% macro _further_state(network) %}
  {% set settings = [{'name': 'l2_floor', 'start': 'l2_floor', 'next': 'l2_floor'}] if dbt_nn._has_own_floors(network.l2) else [] %}
  {% do return(dbt_nn._best_state(network) + settings) %}
{% endmacro %}


{# Parameters that have had no better iteration for too long are not updated any more: the loop ends when none are left. #}
{% macro _goes_on(network, owner='parameters') -%}
  {%- do return(owner ~ '.iteration - ' ~ owner ~ '.best_iteration < ' ~ network.early_stopping.patience * network.batches_per_epoch) -%}
{%- endmacro %}
