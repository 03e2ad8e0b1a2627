{# CTEs from the packed loss to `by_position`. #}
{% macro _packed_gradients(network, loss) -%}
{%- set top = network.layers[-1] -%}
{%- set brackets = dbt_nn._array_brackets() -%}
deltas_{{ top.layer }} as (
  -- the slope of every example's loss by each score, weighed with its share of the training split
  select
    *,
    {{ dbt_nn._map('slopes', 'slope', dbt_nn._map('slope', 'one', 'train_shares[example] * one'), index='example') }} as deltas_{{ top.layer }}
  from {{ loss }}
),

{% for layer in network.layers[:-1] | reverse -%}
{%- set above = layer.layer + 1 -%}
deltas_{{ layer.layer }} as (
  -- back through layer {{ above }}, times the slope of {{ layer.activation }}
  select
    *,
    {{ dbt_nn._packed_hidden_deltas(layer) }} as deltas_{{ layer.layer }}
  from deltas_{{ above }}
),

{% endfor -%}
turned as (
  -- the same, a list over the examples for each input and each unit
  select
    network_key,
    {{ dbt_nn._packed_measured(network) | join(',\n') | indent(4) }},
    {%- for layer in network.layers %}
    {{ dbt_nn._turned('inputs_' ~ layer.layer, layer.inputs + 1) }} as inputs_{{ layer.layer }},
    {{ dbt_nn._turned('deltas_' ~ layer.layer, layer.outputs) }} as deltas_{{ layer.layer }}{{ ',' if not loop.last }}
    {%- endfor %}
  from deltas_1
),

averages as (
  -- a parameter's gradient: the dot product of its input and its delta over the examples
  select
    network_key,
    {{ dbt_nn._measures(network) | join(',\n') | indent(4) }},
    flatten({{ brackets[0] }}
      {%- for layer in network.layers %}
      flatten({{ dbt_nn._map('deltas_' ~ layer.layer, 'delta', dbt_nn._map('inputs_' ~ layer.layer, 'input', dbt_nn._dot_product('input', 'delta'))) }}){{ ',' if not loop.last }}
      {%- endfor %}
    {{ brackets[1] }}) as gradients
  from turned
)
{{- dbt_nn._gradients_as_rows(network) }}
{%- endmacro %}


{# A list of rows as a list of columns. #}
{% macro _turned(rows, width) -%}
  {%- do return(dbt_nn._map(dbt_nn._places(1, width), 'place', dbt_nn._map(rows, 'one', dbt_nn._element('one', 'place')))) -%}
{%- endmacro %}


{# For each example and each unit of a layer, what comes back to it times its slope. The bias is the first of what feeds the layer above. #}
{% macro _packed_hidden_deltas(layer) -%}
  {%- set above = layer.layer + 1 -%}
  {%- set slope = dbt_nn._activation_slope(layer.activation, 'sums_' ~ layer.layer ~ '[example][unit]', 'inputs_' ~ above ~ '[example][unit + 1]') -%}
  {%- set back = dbt_nn._map('out_of_' ~ above, 'weights', slope ~ ' * ' ~ dbt_nn._dot_product('delta', 'weights'), index='unit') -%}
  {%- do return(dbt_nn._map('deltas_' ~ above, 'delta', back, index='example')) -%}
{%- endmacro %}


{# What an iteration reports of itself. #}
{% macro _packed_measured(network) %}
  {% set none_there = 'cast(null as ' ~ dbt_nn._double_type() ~ ')' %}
  {% set measured = [] %}
  {% for split in ['train', 'validation'] %}
    {% set shares = split ~ '_shares' %}
    {% set is_there = split == 'train' or network.has_validation %}
    {% set loss = dbt_nn._dot_product(shares, 'example_losses') %}
    {% set rows = dbt_nn._map(shares, 'share', dbt_nn._to_double('sign(share)')) %}
    {% set accuracy = dbt_nn._dot_product(rows, 'are_correct') ~ ' / ' ~ dbt_nn._list_sum(rows) %}
    {% if network.is_weighted %}
      {% set accuracy = dbt_nn._dot_product(shares, 'are_correct') ~ ' / ' ~ dbt_nn._dot_product(shares, rows) %}
    {% endif %}
    {% set condition = 'case when ' ~ dbt_nn._list_sum(shares) ~ ' > 0 then ' if split == 'validation' and network.batch_size else '' %}
    {% set end = ' end' if condition else '' %}
    {% do measured.append((condition ~ loss ~ end if is_there else none_there) ~ ' as ' ~ split ~ '_loss') %}
    {% do measured.append((condition ~ accuracy ~ end if is_there and network.classes else none_there) ~ ' as ' ~ split ~ '_accuracy') %}
  {% endfor %}
  {% do return(measured) %}
{% endmacro %}
