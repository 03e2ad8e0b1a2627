{#
  The dots layout: a unit's weights are one list, and a weighted sum is a dot product of two lists.
    into_<layer>_<unit>     the weights into a unit, its bias first
    out_of_<layer>_<input>  the weights of a layer that one of its inputs goes through
    inputs_<layer>          1, then what feeds the layer;  deltas_<layer>  what comes back to it
  Its SQL grows with the units, not with the parameters.
#}
{% macro _dots_weights(network, parameters) -%}
-- one row per network, one list of weights per unit: into_<layer>_<unit> with the bias first
{{- ', and out_of_<layer>_<input> for the way back'
  if network.warehouse.multiplies_lists and not (network.is_forward or network.is_gated) }}
select
  {{ dbt_nn._dots_weight_columns(network) | join(',\n') | indent(2) }}
from (
  {{ dbt_nn._listed_parameters(network, parameters) | indent(2) }}
) as listed
{{- network.warehouse.fence }}
{%- endmacro %}


{# One row per network, with all its parameters in the order of positions. #}
{% macro _listed_parameters(network, parameters) -%}
select
  {{ 'network_key,\n  iteration' if network.listed else dbt_nn._network_and_iteration(network) }},
  {%- if network.has_penalty %}
  {{ dbt_nn._penalty(network) }} as penalty,
  {%- endif %}
  {{
    dbt_nn._weights_in_list(network) if network.listed else dbt_nn._ordered_list('value', ['layer', 'output', 'input'])
  }} as weights_in_order
from {{ parameters }}
{{- '' if network.listed else '\n' ~ dbt_nn._of_each_network(network) }}
{%- endmacro %}


{# Cut from one list of all parameters: a list of its own for each unit would be sorted again. #}
{% macro _dots_weight_columns(network) %}
  {% set columns = ['network_key', 'iteration'] + (['penalty'] if network.has_penalty else []) %}
  {% set goes_back = network.warehouse.multiplies_lists and not network.is_forward %}
  {% for layer in network.layers %}
    {% for unit in range(1, layer.outputs + 1) %}
      {% set first = dbt_nn._place_of(layer, unit, 0) %}
      {% do columns.append(dbt_nn._slice('weights_in_order', first, layer.inputs + 1) ~ ' as into_' ~ layer.layer ~ '_' ~ unit) %}
    {% endfor %}
    {% for input in range(1, layer.inputs + 1) if (layer.layer > 1 or network.is_explained) and goes_back %}
      {% set weights = [] %}
      {% for unit in range(1, layer.outputs + 1) %}
        {% do weights.append(dbt_nn._element('weights_in_order', dbt_nn._place_of(layer, unit, input))) %}
      {% endfor %}
      {% set is_one = network.listed and layer.outputs == 1 %}
      {% set listed = weights[0] if is_one else dbt_nn._array(weights, is_one_line=true) %}
      {% do columns.append(listed ~ ' as out_of_' ~ layer.layer ~ '_' ~ input) if not network.is_gated %}
    {% endfor %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# What feeds a layer, packed once. #}
{% macro _dots_packed_inputs(layer) -%}
  {%- do return(dbt_nn._array([dbt_nn._number(1)] + dbt_nn._inputs(layer), is_one_line=true) ~ ' as inputs_' ~ layer.layer) -%}
{%- endmacro %}


{% macro _dots_weighted_sum(network, layer, output) -%}
  {%- if not network.warehouse.multiplies_lists -%}
    {%- set weights = 'into_' ~ layer.layer ~ '_' ~ output -%}
    {%- set terms = [dbt_nn._element(weights, 1)] -%}
    {%- for name in dbt_nn._inputs(layer) -%}
      {%- do terms.append(name ~ ' * ' ~ dbt_nn._element(weights, loop.index + 1)) -%}
    {%- endfor -%}
    {%- do return(dbt_nn._sum_of(terms)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._dot_product('inputs_' ~ layer.layer, 'into_' ~ layer.layer ~ '_' ~ output)) -%}
{%- endmacro %}


{# What comes back from a layer, packed once. #}
{% macro _dots_packed_deltas(layer) -%}
  {%- do return(dbt_nn._array(dbt_nn._deltas(layer), is_one_line=true) ~ ' as deltas_' ~ layer.layer) -%}
{%- endmacro %}


{% macro _dots_returning_sum(network, layer_above, unit) -%}
  {%- if not network.warehouse.multiplies_lists -%}
    {%- set terms = [] -%}
    {%- for delta in dbt_nn._deltas(layer_above) -%}
      {%- do terms.append(delta ~ ' * ' ~ dbt_nn._element('into_' ~ layer_above.layer ~ '_' ~ loop.index, unit + 1)) -%}
    {%- endfor -%}
    {%- do return(dbt_nn._sum_of(terms)) -%}
  {%- endif -%}
  {%- if network.listed and layer_above.outputs == 1 -%}
    {%- do return('delta_' ~ layer_above.layer ~ '_1 * out_of_' ~ layer_above.layer ~ '_' ~ unit) -%}
  {%- endif -%}
  {%- do return(dbt_nn._dot_product('deltas_' ~ layer_above.layer, 'out_of_' ~ layer_above.layer ~ '_' ~ unit)) -%}
{%- endmacro %}
