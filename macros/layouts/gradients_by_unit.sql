{#
  The gradients unit by unit: every example's deltas of a layer become rows, and each unit adds up its products with the layer's inputs.
  Its SQL grows with inputs and units, and an example is read once for each layer: for warehouses that compute a CTE only once.
#}
{% macro _gradients_by_unit(network, deltas) -%}
live as (
  -- what the gradients are made of
  select
    network_key,
    {{ dbt_nn._measured_columns(network) | join(',\n') | indent(4) }},
    {%- for layer in network.layers %}
    {{ (dbt_nn._inputs(layer) + dbt_nn._deltas(layer)) | join(', ') }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ deltas }}
),

measured as (
  select
    {{ dbt_nn._network_key_of(network) }},
    {{ dbt_nn._measured(network) | join(',\n') | indent(4) }}
  from live
  {%- if not network.is_single %}
  group by network_key
  {%- endif %}
),

{% for layer in network.layers -%}
{{ dbt_nn._gradients_of_layer(network, layer) }},

{% endfor -%}

by_position as (
  select
    measured.*,
    gradients.position,
    gradients.gradient
  from measured
  inner join (
    {%- for layer in network.layers %}
    {%- set before = layer.first_position - 1 %}
    select network_key, {{ before }} + (unit - 1) * {{ layer.inputs + 1 }} + position as position, gradient from gradients_{{ layer.layer }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
  ) as gradients on measured.network_key = gradients.network_key
)
{%- endmacro %}


{% macro _gradients_of_layer(network, layer) -%}
{%- set aggregate = 'sum' if network.has_shares else 'avg' -%}
{%- set products = [aggregate ~ '(delta)'] -%}
{%- for name in dbt_nn._inputs(layer) -%}
  {%- do products.append(aggregate ~ '(' ~ name ~ ' * delta)') -%}
{%- endfor -%}
unit_deltas_{{ layer.layer }} as (
  -- one row per example and unit of layer {{ layer.layer }}
  {{
    dbt_nn._elements(
      'live', ['network_key'] + dbt_nn._inputs(layer), dbt_nn._array(dbt_nn._deltas(layer), is_one_line=true), 'delta'
    ) | indent(2)
  }}
),

unit_gradients_{{ layer.layer }} as (
  select
    {{ dbt_nn._network_key_of(network) }},
    position as unit,
    {{ dbt_nn._array(products) | indent(4) }} as gradients
  from unit_deltas_{{ layer.layer }}
  group by {{ '' if network.is_single else 'network_key, ' }}position
),

gradients_{{ layer.layer }} as (
  {{ dbt_nn._elements('unit_gradients_' ~ layer.layer, ['network_key', 'unit'], 'gradients', 'gradient') | indent(2) }}
)
{%- endmacro %}
