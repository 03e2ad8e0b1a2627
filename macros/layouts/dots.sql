{#
  The dots layout: a unit's weights are one list, and a weighted sum is a dot product of two lists.
    into_<layer>_<unit>     the weights into a unit, its bias first
    out_of_<layer>_<input>  the weights of a layer that one of its inputs goes through
    inputs_<layer>          1, then what feeds the layer;  deltas_<layer>  what comes back to it
  Its SQL grows with the units, not with the parameters.
#}
{% macro _dots_weights(network, parameters) -%}
-- one row per network, one list of weights per unit: into_<layer>_<unit> with the bias first
{{- '' if network.get('is_forward') else ', and out_of_<layer>_<input> for the way back' }}
select
  {{ dbt_nn._dots_weight_columns(network) | join(',\n') | indent(2) }}
from {{ parameters }}
group by network_key, iteration
{%- endmacro %}


{% macro _dots_weight_columns(network) %}
  {% set columns = ['network_key', 'iteration'] %}
  {% if network.l2 %}
    {% do columns.append(dbt_nn._penalty(network) ~ ' as penalty') %}
  {% endif %}
  {% for layer in network.layers %}
    {% for unit in range(1, layer.outputs + 1) %}
      {% do columns.append('list(value order by input) filter (where layer = ' ~ layer.layer ~ ' and output = ' ~ unit ~ ') as into_' ~ layer.layer ~ '_' ~ unit) %}
    {% endfor %}
    {% for input in range(1, layer.inputs + 1) if layer.layer > 1 and not network.get('is_forward') %}
      {% do columns.append('list(value order by output) filter (where layer = ' ~ layer.layer ~ ' and input = ' ~ input ~ ') as out_of_' ~ layer.layer ~ '_' ~ input) %}
    {% endfor %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# What feeds a layer, packed once. #}
{% macro _dots_packed_inputs(layer) -%}
  {%- do return('[1e0, ' ~ dbt_nn._inputs(layer) | join(', ') ~ '] as inputs_' ~ layer.layer) -%}
{%- endmacro %}


{% macro _dots_weighted_sum(layer, output) -%}
  {%- do return('list_dot_product(inputs_' ~ layer.layer ~ ', into_' ~ layer.layer ~ '_' ~ output ~ ')') -%}
{%- endmacro %}


{# What comes back from a layer, packed once. #}
{% macro _dots_packed_deltas(layer) -%}
  {%- set deltas = [] -%}
  {%- for output in range(1, layer.outputs + 1) -%}
    {%- do deltas.append('delta_' ~ layer.layer ~ '_' ~ output) -%}
  {%- endfor -%}
  {%- do return('[' ~ deltas | join(', ') ~ '] as deltas_' ~ layer.layer) -%}
{%- endmacro %}


{% macro _dots_returning_sum(layer_above, unit) -%}
  {%- do return('list_dot_product(deltas_' ~ layer_above.layer ~ ', out_of_' ~ layer_above.layer ~ '_' ~ unit ~ ')') -%}
{%- endmacro %}


{# The gradients: every column of inputs and of deltas becomes one list, all in one aggregate so that their orders agree; then each pair's dot product. #}
{% macro _dots_averages(network, deltas) -%}
collected as (
  -- every column as one list over the examples, in one aggregate, so that their orders agree
  select
    {{ dbt_nn._network_key_of(network) }},
    count(*) as examples,
    {{ dbt_nn._measured(network) | join(',\n') | indent(4) }},
    {%- for layer in network.layers %}
    [list(1e0), {% for name in dbt_nn._inputs(layer) %}list({{ name }}){{ ', ' if not loop.last }}{% endfor %}] as inputs_{{ layer.layer }},
    [{% for output in range(1, layer.outputs + 1) %}list(delta_{{ layer.layer }}_{{ output }}){{ ', ' if not loop.last }}{% endfor %}] as deltas_{{ layer.layer }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ deltas }}
  {%- if not network.get('is_single') %}
  group by network_key
  {%- endif %}
),

averages as {{ dbt_nn._fence() }}(
  -- a parameter's gradient: the dot product of its input and its delta over the examples
  select
    network_key,
    {{ dbt_nn._measures(network) | join(',\n') | indent(4) }},
    flatten([
      {%- for layer in network.layers %}
      flatten(list_transform(deltas_{{ layer.layer }}, lambda delta: list_transform(inputs_{{ layer.layer }}, lambda input: list_dot_product(input, delta)
        {{- '' if network.get('is_encoded') else ' / examples' }}))){{ ',' if not loop.last }}
      {%- endfor %}
    ]) as gradients
  from collected
)
{%- endmacro %}
