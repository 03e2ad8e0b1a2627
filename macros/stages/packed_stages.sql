{#
  The packed layout: all rows of an iteration are one row of nested lists, and lambdas do the rest; nothing is grouped or joined.
    into_<layer>     a list of weights for each unit, its bias first;  out_of_<layer>  for each of the layer's inputs
    inputs_<layer>   for each example, 1 and what feeds the layer;  sums_<layer>, deltas_<layer>  for each example, a number per unit
    labels           for each example, its one-hot class or its target;  train_shares, validation_shares
  Its SQL has one size for all networks of as many layers: the quickest to plan, and for a few hundred rows to run.
#}
{% macro _packed_hidden(network, examples, parameters) -%}
with parameters as (
  select * from {{ dbt_nn._marked('parameters', parameters) }}
),

weights as (
  {{ dbt_nn._packed_weights(network) | indent(2) }}
),

examples as (
  {{ dbt_nn._packed_examples(network, dbt_nn._marked('examples', examples)) | indent(2) }}
),

inputs as (
  select *
  from examples
  cross join weights
)
{%- for layer in network.layers[:-1] %},

sums_{{ layer.layer }} as (
  select
    *,
    {{ dbt_nn._packed_sums(layer) }} as sums_{{ layer.layer }}
  from {{ 'inputs' if loop.first else 'hidden_' ~ (layer.layer - 1) }}
),

hidden_{{ layer.layer }} as (
  -- {{ layer.activation }}
  select
    *,
    {{
      dbt_nn._map(
        'sums_' ~ layer.layer, 'sums',
        dbt_nn._prepended(
          dbt_nn._number(1), dbt_nn._map('sums', 'weighted', dbt_nn._activation(layer.activation).value('weighted'))
        )
      )
    }} as inputs_{{ layer.layer + 1 }}
  from sums_{{ layer.layer }}
)
{%- endfor %}

select * from {{ dbt_nn._last_hidden(network, 'inputs') }}
{%- endmacro %}


{% macro _packed_scores(network, hidden) -%}
select
  *,
  {{ dbt_nn._packed_sums(network.layers[-1]) }} as scores
from {{ hidden }}
{%- endmacro %}


{# CTEs from the packed loss to `by_position`. #}
{% macro _packed_gradients(network, loss) -%}
{%- set top = network.layers[-1] -%}
deltas_{{ top.layer }} as (
  -- the slope of every example's loss by each score, weighed with its share of the training split
  select
    *,
    {{
      dbt_nn._map('slopes', 'slope', dbt_nn._map('slope', 'one', 'train_shares[example] * one'), index='example')
    }} as deltas_{{ top.layer }}
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
    {{ dbt_nn._gradients_of_lists(network) | indent(4) }} as gradients
  from turned
)
{{- dbt_nn._gradients_as_rows(network) }}
{%- endmacro %}
