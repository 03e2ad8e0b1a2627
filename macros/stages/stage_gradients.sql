{# The gradient of the loss by every parameter, as rows: network_key, layer, input, output, gradient, and the mean loss. #}
{% macro stage_gradients(network, loss, parameters) -%}
{{ dbt_nn._gradients(dbt_nn._network(network), loss, parameters) }}
{%- endmacro %}


{% macro _gradients(network, loss, parameters) -%}
{%- set measures = dbt_nn._measures(network) -%}
with parameters as (
  select * from {{ dbt_nn.parameters(parameters) }}
),

{{ dbt_nn._packed_gradients(network, loss) if dbt_nn._is_packed(network) else dbt_nn._back_propagation(network, loss) }}

select
  parameters.network_key,
  parameters.layer,
  parameters.input,
  parameters.output,
  {%- if dbt_nn._has_penalty(network) %}
  {{ dbt_nn._gradient_of_loss(network, 'by_position.gradient') }} + {{ dbt_nn._penalty_slope(network, 'parameters.input', 'parameters.value') }} as gradient,
  {%- else %}
  {{ dbt_nn._gradient_of_loss(network, 'by_position.gradient') }}{{ ' as gradient' if dbt_nn._has_equal_slopes(network) }},
  {%- endif %}
  {%- for measure in measures %}
  by_position.{{ measure }}{{ ',' if not loop.last }}
  {%- endfor %}
from parameters
inner join by_position
  on parameters.network_key = by_position.network_key
  and by_position.position = {{ dbt_nn._position(network, 'parameters') | indent(2) }}
{%- endmacro %}


{# CTEs from the loss back to the first layer, then the gradients, by position. #}
{% macro _back_propagation(network, loss) -%}
{%- set top = network.layers[-1] -%}
deltas_{{ top.layer }} as (
  -- the slope of an example's loss by each score
  select
    *,
    {%- for output in range(1, top.outputs + 1) %}
    {{ dbt_nn._weighed_delta(network, output) }} as delta_{{ top.layer }}_{{ output }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ loss }}
  {{- dbt_nn._fence() }}
),

{% for layer in network.layers[:-1] | reverse -%}
{{ dbt_nn._hidden_deltas(network, layer, network.layers[layer.layer]) }},

{% endfor -%}

{{ dbt_nn._gradients_by_position(network, 'deltas_1') }}
{%- endmacro %}


{# The slope of an example's loss by each weighted sum of a hidden layer. #}
{% macro _hidden_deltas(network, layer, layer_above) -%}
deltas_{{ layer.layer }} as (
  -- back through layer {{ layer_above.layer }}, times the slope of {{ layer.activation }}
  select
    *,
    {%- for unit in range(1, layer.outputs + 1) %}
    {%- set name = layer.layer ~ '_' ~ unit %}
    {%- set drops = dbt_nn._drops_units(network, layer) %}
    {{ dbt_nn._activation_slope(layer.activation, 'sum_' ~ name, ('unit_' if drops else 'hidden_') ~ name) }}{{ ' * mask_' ~ name if drops }} * ({{ dbt_nn._returning_sum(network, layer_above, unit) }}) as delta_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ dbt_nn._packed_deltas(network, 'deltas_' ~ layer_above.layer, layer_above) | indent(2) }}
  {{- dbt_nn._fence() }}
)
{%- endmacro %}
