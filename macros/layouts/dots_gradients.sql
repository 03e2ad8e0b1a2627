{# The gradients, by position. #}
{% macro _dots_gradients(network, deltas) -%}
  {%- if network.warehouse.collects_columns -%}
    {%- set sums = dbt_nn._has_sums_of_products(network) -%}
    {%- do return(dbt_nn._wide_gradients(network, deltas) if sums else dbt_nn._collected_gradients(network, deltas)) -%}
  {%- elif network.warehouse.computes_once -%}
    {%- do return(dbt_nn._gradients_by_unit(network, deltas)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._added_gradients(network, deltas)) -%}
{%- endmacro %}


{#
  Whether the gradients are a sum for each parameter, although columns could be collected into lists. A sum keeps no row, and all threads
  add it up: so for many rows, unless it would take longer to plan than to compute. For fewer rows by time alone: a list costs as much as
  seven sums cost more than as many dot products, and each sum has a price of its own, however few rows there are. docs/loop.md has the
  figures.
#}
{% macro _has_sums_of_products(network) %}
  {% set rows = network.rows_per_iteration %}
  {% set lists = namespace(count=0) %}
  {% set products = namespace(count=0) %}
  {% for layer in network.layers %}
    {% set inputs = dbt_nn._inputs_of_gradients(network, layer) | length %}
    {% set lists.count = lists.count + inputs + 1 + layer.outputs %}
    {% set products.count = products.count + (inputs + 1) * layer.outputs %}
  {% endfor %}
  {% if rows >= network.warehouse.recursive_below %}
    {% do return(products.count <= [rows // 50, 10000] | min) %}
  {% endif %}
  {% do return(rows >= 10000 and products.count <= 7 * lists.count) %}
{% endmacro %}


{# Every column of inputs and of deltas becomes one list, all in one aggregate so that their orders agree; then each pair's dot product. #}
{% macro _collected_gradients(network, deltas) -%}
collected as (
  -- every column as one list over the examples, in one aggregate, so that their orders agree
  select
    {{ dbt_nn._network_key_of(network) }},
    {%- if not network.has_shares %}
    count(*) as examples,
    {%- endif %}
    {{ dbt_nn._measured(network) | join(',\n') | indent(4) }},
    {%- for layer in network.layers %}
    {{ dbt_nn._collected_columns(['1e0'] + dbt_nn._inputs_of_gradients(network, layer)) }} as inputs_{{ layer.layer }},
    {{ dbt_nn._collected_columns(dbt_nn._deltas(layer)) }} as deltas_{{ layer.layer }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ deltas }}
  {%- if not network.is_single %}
  group by network_key
  {%- endif %}
),

averages as (
  -- a parameter's gradient: the dot product of its input and its delta over the examples
  select
    network_key,
    {{ dbt_nn._measures(network) | join(',\n') | indent(4) }},
    {{ dbt_nn._gradients_of_lists(network, '' if network.has_shares else ' / examples') | indent(4) }} as gradients
  from collected
  {{- network.warehouse.fence }}
)
{{- dbt_nn._gradients_as_rows(network) }}
{%- endmacro %}


{# Every example's products of input and delta, one row each, added up by their position. #}
{% macro _added_gradients(network, deltas) -%}
{%- set lists = [] -%}
{%- for layer in network.layers -%}
  {%- do lists.append(dbt_nn._products(dbt_nn._array(dbt_nn._deltas(layer), is_one_line=true), 'inputs_' ~ layer.layer)) -%}
{%- endfor -%}
products as (
  -- of every example, input times delta for every parameter, in the order of positions
  select
    network_key,
    {{ dbt_nn._measured_columns(network) | join(',\n') | indent(4) }},
    {{ dbt_nn._joined_lists(lists) | indent(4) }} as products
  from {{ deltas }}
  {{- network.warehouse.fence }}
),

product_rows as (
  {{ dbt_nn._elements('products', ['network_key'] + dbt_nn._measured_columns(network), 'products', 'product') | indent(2) }}
),

by_position as (
  -- an example has every position once, so the losses of one position are those of all
  select
    network_key,
    position,
    {{ dbt_nn._measured(network) | join(',\n') | indent(4) }},
    {{ 'sum' if network.has_shares else 'avg' }}(product) as gradient
  from product_rows
  group by network_key, position
)
{%- endmacro %}
