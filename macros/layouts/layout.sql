{#
  How a dot product and a gradient are written. One file per layout; `network.layout` says which.
  The stages call these and know nothing else of a layout.
#}
{% macro _weights(network, parameters) -%}
  {%- do return(dbt_nn._dots_weights(network, parameters) if dbt_nn._is_dots(network) else dbt_nn._wide_weights(network, parameters)) -%}
{%- endmacro %}


{% macro _weighted_sum(network, layer, output) -%}
  {%- do return(dbt_nn._dots_weighted_sum(layer, output) if dbt_nn._is_dots(network) else dbt_nn._wide_weighted_sum(layer, output)) -%}
{%- endmacro %}


{% macro _returning_sum(network, layer_above, unit) -%}
  {%- do return(dbt_nn._dots_returning_sum(layer_above, unit) if dbt_nn._is_dots(network) else dbt_nn._wide_returning_sum(layer_above, unit)) -%}
{%- endmacro %}


{# The relation that a layer's sums are taken from: the one before, with its columns packed where the layout wants them so. #}
{% macro _packed(network, relation, column) -%}
  {%- if not dbt_nn._is_dots(network) or not dbt_nn._multiplies_lists() -%}
    {%- do return(relation) -%}
  {%- endif -%}
(
  select *, {{ column }}
  from {{ relation }}
  {{- dbt_nn._fence() }}
) as packed
{%- endmacro %}


{% macro _packed_inputs(network, relation, layer) -%}
  {%- do return(dbt_nn._packed(network, relation, dbt_nn._dots_packed_inputs(layer))) -%}
{%- endmacro %}


{% macro _packed_deltas(network, relation, layer) -%}
  {%- do return(dbt_nn._packed(network, relation, dbt_nn._dots_packed_deltas(layer))) -%}
{%- endmacro %}


{# CTEs from the deltas to what `_placed_gradients` reads: one list of gradients, or a row for every position. #}
{% macro _gradients_by_position(network, deltas) -%}
  {%- do return(dbt_nn._dots_gradients(network, deltas) if dbt_nn._is_dots(network) else dbt_nn._wide_gradients(network, deltas)) -%}
{%- endmacro %}


{# Where there is one network, its key is '', and the aggregates need no groups, which take two thirds more time. #}
{% macro _network_key_of(network) -%}
  {%- do return("'' as network_key" if network.get('is_single') else 'network_key') -%}
{%- endmacro %}


{# The parameters' aggregate is one row then, and the warehouse knows: it would guess at hundreds of groups, and at as many copies of the examples. #}
{% macro _network_and_iteration(network) -%}
  {%- do return("'' as network_key, max(iteration) as iteration" if network.get('is_single') else 'network_key, iteration') -%}
{%- endmacro %}

{% macro _of_each_network(network) -%}
  {%- do return('having count(*) > 0' if network.get('is_single') else 'group by network_key, iteration') -%}
{%- endmacro %}


{% macro _is_dots(network) -%}
  {%- do return(network.get('layout') == 'dots') -%}
{%- endmacro %}


{% macro _is_packed(network) -%}
  {%- do return(network.get('layout') == 'packed') -%}
{%- endmacro %}


{#
  The layout of `auto`: columns for up to about 50 parameters, which is the most readable; then one row of lists for an iteration
  of few rows, where the warehouse can and no unit is dropped; else a list per unit. docs/loop.md has the measurements.
#}
{% macro _layout_for(network) -%}
  {%- if network.get('layout', 'auto') != 'auto' -%}
    {%- do return(network.layout) -%}
  {%- elif network.parameters <= 50 or not dbt_nn._prefers_lists() -%}
    {%- do return('wide') -%}
  {%- elif network.get('rows_per_iteration') and network.rows_per_iteration <= dbt_nn._packs_up_to() and not network.get('dropout') -%}
    {%- do return('packed') -%}
  {%- endif -%}
  {%- do return('dots') -%}
{%- endmacro %}


{# The columns that feed a layer: the features, else the units of the layer before. #}
{% macro _inputs(layer) %}
  {% set names = [] %}
  {% for input in range(1, layer.inputs + 1) %}
    {% do names.append('x_' ~ input if layer.layer == 1 else 'hidden_' ~ (layer.layer - 1) ~ '_' ~ input) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The columns that come back to a layer: one slope per unit. #}
{% macro _deltas(layer) %}
  {% set names = [] %}
  {% for output in range(1, layer.outputs + 1) %}
    {% do names.append('delta_' ~ layer.layer ~ '_' ~ output) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}
