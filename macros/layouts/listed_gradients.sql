{# The weights that an iteration multiplies with, in one list: those of two classes are the differences. #}
{% macro _weights_in_list(network) -%}
  {%- if network.output != 'difference' -%}
    {%- do return('value') -%}
  {%- endif -%}
  {%- set top = network.layers[-1] -%}
  {%- set weights = top.inputs + 1 -%}
  {%- set first = top.first_position -%}
  {%- set differences = dbt_nn._map(
    dbt_nn._places(first, first + weights - 1), 'place',
    dbt_nn._element('value', 'place + ' ~ weights) ~ ' - ' ~ dbt_nn._element('value', 'place')
  ) -%}
  {%- do return(
    dbt_nn._joined_lists([dbt_nn._slice('value', 1, first - 1), differences]) | replace('\n', ' ') if first > 1 else differences
  ) -%}
{%- endmacro %}


{% macro _wide_weights_of_list(network, parameters) -%}
{%- set columns = ['network_key', 'iteration'] + (['penalty'] if network.has_penalty else []) -%}
{%- for layer in network.layers -%}
  {%- for output in range(1, layer.outputs + 1) -%}
    {%- for input in range(layer.inputs + 1) -%}
      {%- set weight = dbt_nn._element('weights_in_order', dbt_nn._place_of(layer, output, input)) -%}
      {%- do columns.append(weight ~ ' as w_' ~ layer.layer ~ '_' ~ input ~ '_' ~ output) -%}
    {%- endfor -%}
  {%- endfor -%}
{%- endfor -%}
-- one row per network, one column per parameter: w_<layer>_<input>_<output>; input 0 is the bias
select
  {{ columns | join(',\n') | indent(2) }}
from (
  {{ dbt_nn._listed_parameters(network, parameters) | indent(2) }}
) as listed
{%- endmacro %}


{# Which of a layer's inputs have a sum over the examples of their own; its bias has one in any case. #}
{% macro _inputs_of_gradients(network, layer) %}
  {% do return([] if network.is_gated and layer.layer == network.layers | length else dbt_nn._inputs(layer)) %}
{% endmacro %}


{#
  The CTE `placed`: the `columns` of the parameters as lists, beside them the gradients in the same order, not yet the penalty's, and the
  measures.
#}
{% macro _gradients_in_lists(network, columns) -%}
{%- set inputs = network.layers[-1].inputs + 1 -%}
{%- set before = network.layers[-1].first_position - 1 -%}
{%- if network.is_gated -%}
gated as (
  -- the dot product of a unit's weights and its sums is the gradient of its weight in layer 2
  select
    *,
    {{ dbt_nn._gradients_of_gated(network) | indent(4) }} as score_gradients
  from (
    {{ dbt_nn._parameters_with_averages(network, columns, 'gradients as sums') | indent(4) }}
  ) as summed
),

{% elif network.output == 'difference' -%}
differences as (
  select
    *,
    {{ dbt_nn._slice('sums', before + 1, inputs) }} as score_gradients
  from (
    {{ dbt_nn._parameters_with_averages(network, columns, 'gradients as sums') | indent(4) }}
  ) as summed
),

{% endif -%}
placed as (
  -- the gradients of all parameters, in their order
  {%- if network.is_gated or network.output == 'difference' %}
  select
    {{ (columns + dbt_nn._measures(network)) | join(',\n') | indent(4) }},
    {{ dbt_nn._gradients_joined(network, before) | indent(4) }} as gradient
  from {{ 'gated' if network.is_gated else 'differences' }}
  {%- else %}
  {{ dbt_nn._parameters_with_averages(network, columns, 'gradients as gradient') | indent(2) }}
  {%- endif %}
)
{%- endmacro %}


{% macro _parameters_with_averages(network, columns, gradients) -%}
select
  {%- for name in columns %}
  parameters.{{ name }},
  {%- endfor %}
  {%- for measure in dbt_nn._measures(network) %}
  averages.{{ measure }},
  {%- endfor %}
  averages.{{ gradients }}
from parameters
{{ 'cross join averages' if network.is_single else 'inner join averages on parameters.network_key = averages.network_key' }}
{%- endmacro %}


{# Of one score behind gated units: its bias, then a weight for each unit. #}
{% macro _gradients_of_gated(network) -%}
  {%- set layer = network.layers[0] -%}
  {%- set weights = layer.inputs + 1 -%}
  {%- set first = 'unit * ' ~ weights ~ ' + 1' -%}
  {%- set products = dbt_nn._map(
    dbt_nn._places(0, layer.outputs - 1), 'unit',
    dbt_nn._dot_product(dbt_nn._slice('value', first, weights), dbt_nn._slice('sums', first, weights))
  ) -%}
  {%- do return(dbt_nn._prepended(dbt_nn._element('sums', layer.outputs * weights + 1), products)) -%}
{%- endmacro %}


{# The gradients of the hidden layers, then those of the score, or of the two that it is the difference of. #}
{% macro _gradients_joined(network, before) -%}
  {%- set lists = [] -%}
  {%- if network.is_gated -%}
    {%- set layer = network.layers[0] -%}
    {%- set weights = layer.inputs + 1 -%}
    {%- set weight = dbt_nn._element('value', (before + 2) ~ ' + unit') -%}
    {%- if network.output == 'difference' -%}
      {%- set weight = '(' ~ dbt_nn._element('value', (before + layer.outputs + 3) ~ ' + unit') ~ ' - ' ~ weight ~ ')' -%}
    {%- endif -%}
    {%- do lists.append(dbt_nn._flattened(dbt_nn._map(
      dbt_nn._places(0, layer.outputs - 1), 'unit',
      dbt_nn._map(dbt_nn._slice('sums', 'unit * ' ~ weights ~ ' + 1', weights), 'one', 'one * ' ~ weight)
    ))) -%}
  {%- elif before -%}
    {%- do lists.append(dbt_nn._slice('sums', 1, before)) -%}
  {%- endif -%}
  {%- if network.output == 'difference' -%}
    {%- do lists.append(dbt_nn._map('score_gradients', 'one', '-one')) -%}
  {%- endif -%}
  {%- do lists.append('score_gradients') -%}
  {%- do return(dbt_nn._joined_lists(lists)) -%}
{%- endmacro %}
