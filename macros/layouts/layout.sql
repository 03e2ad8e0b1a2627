{#
  How a dot product and a gradient are written. One file per layout; `network.layout` says which.
  The stages call these and know nothing else of a layout.
#}
{% macro _weights(network, parameters) -%}
  {%- do return(dbt_nn._dots_weights(network, parameters) if dbt_nn._is_dots(network) else dbt_nn._wide_weights(network, parameters)) -%}
{%- endmacro %}


{% macro _weighted_sum(network, layer, output) -%}
  {%- do return(
    dbt_nn._dots_weighted_sum(network, layer, output) if dbt_nn._is_dots(network)
    else dbt_nn._wide_weighted_sum(layer, output)
  ) -%}
{%- endmacro %}


{% macro _returning_sum(network, layer_above, unit) -%}
  {%- do return(
    dbt_nn._dots_returning_sum(network, layer_above, unit) if dbt_nn._is_dots(network)
    else dbt_nn._wide_returning_sum(layer_above, unit)
  ) -%}
{%- endmacro %}


{# The relation that a layer's sums are taken from: the one before, with its columns packed where the layout wants them so. #}
{% macro _packed(network, relation, column) -%}
  {%- if not column or not dbt_nn._is_dots(network) or not network.warehouse.multiplies_lists -%}
    {%- do return(relation) -%}
  {%- endif -%}
(
  select *, {{ column }}
  from {{ relation }}
  {{- network.warehouse.fence }}
) as packed
{%- endmacro %}


{% macro _packed_inputs(network, relation, layer) -%}
  {%- do return(dbt_nn._packed(network, relation, dbt_nn._dots_packed_inputs(layer))) -%}
{%- endmacro %}


{% macro _packed_deltas(network, relation, layer) -%}
  {%- set is_one = network.listed and layer.outputs == 1 -%}
  {%- do return(dbt_nn._packed(network, relation, '' if is_one else dbt_nn._dots_packed_deltas(layer))) -%}
{%- endmacro %}


{# CTEs from the deltas to what `_placed_gradients` reads: one list of gradients, or a row for every position. #}
{% macro _gradients_by_position(network, deltas) -%}
  {%- do return(dbt_nn._dots_gradients(network, deltas) if dbt_nn._is_dots(network) else dbt_nn._wide_gradients(network, deltas)) -%}
{%- endmacro %}


{# Parameters of iteration 0 read batch 1. #}
{% macro _is_batch_of_iteration(network) -%}
{%- do return('batch = (select mod(max(iteration), ' ~ network.batches_per_epoch ~ ') + 1 from parameters)') -%}
{%- endmacro %}


{# What an iteration reads: a row's share of the training or the validation loss is 0 where it is not of that split. #}
{% macro _rows_in_words(network) -%}
  {%- do return('the training and validation rows' if network.has_validation and not network.batches else 'the training rows') -%}
{%- endmacro %}
