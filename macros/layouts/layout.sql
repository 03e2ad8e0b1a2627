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
  {%- if not dbt_nn._is_dots(network) -%}
    {%- do return(relation) -%}
  {%- endif -%}
(
  select *, {{ column }}
  from {{ relation }}
) as packed
{%- endmacro %}


{% macro _packed_inputs(network, relation, layer) -%}
  {%- do return(dbt_nn._packed(network, relation, dbt_nn._dots_packed_inputs(layer))) -%}
{%- endmacro %}


{% macro _packed_deltas(network, relation, layer) -%}
  {%- do return(dbt_nn._packed(network, relation, dbt_nn._dots_packed_deltas(layer))) -%}
{%- endmacro %}


{# The mean loss and the gradients of all parameters, as one array in the order of positions. #}
{% macro _averages(network, deltas) -%}
  {%- do return(dbt_nn._dots_averages(network, deltas) if dbt_nn._is_dots(network) else dbt_nn._wide_averages(network, deltas)) -%}
{%- endmacro %}


{# Where there is one network, its key is '', and the aggregates need no groups, which take two thirds more time. #}
{% macro _network_key_of(network) -%}
  {%- do return("'' as network_key" if network.get('is_single') else 'network_key') -%}
{%- endmacro %}


{% macro _is_dots(network) -%}
  {%- do return(network.get('layout') == 'dots') -%}
{%- endmacro %}


{# Lists are faster than columns from about 50 parameters on, where the warehouse has them. #}
{% macro _layout_for(network) -%}
  {%- do return('dots' if network.parameters > 50 and dbt_nn._has_dot_products() else 'wide') -%}
{%- endmacro %}


{# The columns that feed a layer: the features, else the units of the layer before. #}
{% macro _inputs(layer) %}
  {% set names = [] %}
  {% for input in range(1, layer.inputs + 1) %}
    {% do names.append('x_' ~ input if layer.layer == 1 else 'hidden_' ~ (layer.layer - 1) ~ '_' ~ input) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}
