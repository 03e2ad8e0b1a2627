{# A list of rows as a list of columns. #}
{% macro _turned(rows, width) -%}
  {%- do return(dbt_nn._map(dbt_nn._places(1, width), 'place', dbt_nn._map(rows, 'one', dbt_nn._element('one', 'place')))) -%}
{%- endmacro %}


{# For each example and each unit of a layer, what comes back to it times its slope. The bias is the first of what feeds the layer above. #}
{% macro _packed_hidden_deltas(layer) -%}
  {%- set above = layer.layer + 1 -%}
  {%- set sum = 'sums_' ~ layer.layer ~ '[example][unit]' -%}
  {%- set slope = dbt_nn._activation(layer.activation).slope(sum, 'inputs_' ~ above ~ '[example][unit + 1]') -%}
  {%- set back = dbt_nn._map('out_of_' ~ above, 'weights', slope ~ ' * ' ~ dbt_nn._dot_product('delta', 'weights'), index='unit') -%}
  {%- do return(dbt_nn._map('deltas_' ~ above, 'delta', back, index='example')) -%}
{%- endmacro %}


{#
  From the lists of every layer's inputs and deltas over the examples, one list of all gradients in the order of positions: dot products of
  pairs.
#}
{% macro _gradients_of_lists(network, divisor='') -%}
{%- set layers = [] -%}
{%- for layer in network.layers -%}
  {%- set products = dbt_nn._map('inputs_' ~ layer.layer, 'input', dbt_nn._dot_product('input', 'delta') ~ divisor) -%}
  {%- do layers.append(dbt_nn._flattened(dbt_nn._map('deltas_' ~ layer.layer, 'delta', products))) -%}
{%- endfor -%}
{{ dbt_nn._flattened(dbt_nn._array(layers)) }}
{%- endmacro %}
