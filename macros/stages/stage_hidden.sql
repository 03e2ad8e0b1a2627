{# The training rows with their hidden layers: x_<i>, sum_<layer>_<unit>, hidden_<layer>_<unit>, and the parameters as columns. #}
{% macro stage_hidden(network=none, examples=none, parameters=none) -%}
{%- set given = {'examples': examples, 'parameters': parameters} -%}
{%- set needed = {'parameters': dbt_nn._columns_of_parameters()} -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_hidden", network, given, needed, kwargs) -%}
{%- if model is defined and model.config is defined and model.config.materialized != 'ephemeral' -%}
  {%- do dbt_nn._check_stage_columns('examples', examples, network.features + [network.label], "dbt_nn.stage_hidden") -%}
{%- endif -%}
{{ dbt_nn._hidden(network, examples, parameters) }}
{%- endmacro %}


{% macro _hidden(network, examples, parameters) -%}
{%- if dbt_nn._is_packed(network) -%}{%- do return(dbt_nn._packed_hidden(network, examples, parameters)) -%}{%- endif -%}
{%- set label_columns = 'one per class, 1 where it is the example\'s own' if network.classes else 'the target' -%}
with parameters as (
  select * from {{ dbt_nn._marked('parameters', parameters) }}
),

weights as (
  {{ dbt_nn._weights(network, 'parameters') | indent(2) }}
),

{% if network.blocks -%}
inputs as (
  -- {{ dbt_nn._rows_in_words(network) }} of each network: one column per feature, and {{ label_columns }}
  {{ dbt_nn._rows_of_blocks('weights', network.blocks, 'row_key = weights.network_key') | indent(2) }}
  {{- network.warehouse.join_fence }}
)
{%- else -%}
examples as (
  -- {{ dbt_nn._rows_in_words(network) }}: one column per feature, and {{ label_columns }}
  {{ dbt_nn._training_examples(network, dbt_nn._marked('examples', examples)) | indent(2) }}
),

inputs as (
  select *
  from examples
  {{ dbt_nn._join_to_weights(network, 'examples') }}
  {{- network.warehouse.join_fence if network.has_keys else network.warehouse.fence }}
)
{%- endif %}
{%- if network.dropout %},

{{ dbt_nn._masks(network, 'inputs') }}
{%- endif %}
{{- dbt_nn._hidden_layers(network, 'masks' if network.dropout else 'inputs') }}

select * from {{ dbt_nn._last_hidden(network, 'inputs') }}
{%- endmacro %}


{# Two further CTEs per hidden layer: the weighted sums, then the units. #}
{% macro _hidden_layers(network, inputs) -%}
{%- for layer in network.layers[:-1] -%}
,

{{ dbt_nn._hidden_layer(network, layer, inputs if loop.first else 'hidden_' ~ (layer.layer - 1)) }}
{%- endfor -%}
{%- endmacro %}


{% macro _hidden_layer(network, layer, previous) -%}
{%- set activation = dbt_nn._activation(layer.activation) -%}
sums_{{ layer.layer }} as (
  select
    *,
    {%- for unit in range(1, layer.outputs + 1) %}
    {{ dbt_nn._weighted_sum(network, layer, unit) }} as sum_{{ layer.layer }}_{{ unit }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ dbt_nn._packed_inputs(network, previous, layer) | indent(2) }}
  {{- network.warehouse.fence }}
),

{% set name = 'unit' if dbt_nn._drops_units(network, layer) else 'hidden' -%}
{{ 'units' if name == 'unit' else name }}_{{ layer.layer }} as (
  -- {{ layer.activation }}
  select
    *,
    {%- for unit in range(1, layer.outputs + 1) %}
    {{ activation.value('sum_' ~ layer.layer ~ '_' ~ unit) }} as {{ name }}_{{ layer.layer }}_{{ unit }}{{ ',' if not loop.last }}
    {%- endfor %}
  from sums_{{ layer.layer }}
  {{- network.warehouse.fence }}
)
{%- if name == 'unit' %},

{{ dbt_nn._kept_units(network, layer) }}
{%- endif %}
{%- endmacro %}
