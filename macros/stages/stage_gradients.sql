{# The gradient of the loss by every parameter, as rows: network_key, layer, input, output, gradient, and the mean loss. #}
{% macro stage_gradients(network=none, loss=none, parameters=none) -%}
{%- set given = {'loss': loss, 'parameters': parameters} -%}
{%- set needed = {'loss': ['example_loss'], 'parameters': dbt_nn._columns_of_parameters()} -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_gradients", network, given, needed, kwargs) -%}
{{ dbt_nn._gradients(network, loss, parameters) }}
{%- endmacro %}


{% macro _gradients(network, loss, parameters) -%}
with parameters as (
  select * from {{ dbt_nn._marked('parameters', parameters) }}
),

{{ dbt_nn._packed_gradients(network, loss) if dbt_nn._is_packed(network) else dbt_nn._back_propagation(network, loss) }},

{{
  dbt_nn._gradients_in_lists(network, dbt_nn._columns_with_gradients(network)) if network.listed else dbt_nn._placed_gradients(network)
}}

{% if network.carries_parameters and not network.has_penalty and not dbt_nn._loss(network.loss).has_equal_slopes -%}
select * from placed
{%- else -%}
select
  {{ dbt_nn._columns_with_gradients(network) | join(',\n') | indent(2) }},
  {%- set of_loss = dbt_nn._gradient_of_loss(network, 'gradient') %}
  {%- if network.has_penalty %}
  {{ dbt_nn._of_each(network, of_loss ~ ' + ' ~ dbt_nn._penalty_slope(network, 'input', 'value', 'iteration')) }} as gradient,
  {%- else %}
  {{ dbt_nn._of_each(network, of_loss) ~ ' as gradient' if dbt_nn._loss(network.loss).has_equal_slopes else of_loss }},
  {%- endif %}
  {{ dbt_nn._measures(network) | join(',\n') | indent(2) }}
from placed
{%- endif -%}
{%- endmacro %}


{# What a gradient's row says of its parameter. In a network of `train` all that the update needs: it need not join the parameters again. #}
{% macro _columns_with_gradients(network) %}
  {% if not network.carries_parameters %}
    {% do return(['network_key', 'layer', 'input', 'output']) %}
  {% endif %}
  {% set state = (dbt_nn._optimizer_state(network) + dbt_nn._further_state(network)) | map(attribute='name') | list %}
  {% do return(['network_key', 'iteration', 'layer', 'input', 'output', 'value'] + state) %}
{% endmacro %}


{# CTEs from the loss back to the first layer, then the gradients, by position. #}
{% macro _back_propagation(network, loss) -%}
{%- set top = network.layers[-1] -%}
{%- set kind = dbt_nn._loss_in(network) -%}
deltas_{{ top.layer }} as (
  -- the slope of an example's loss by each score
  select
    *,
    {%- for output in range(1, top.outputs + 1) %}
    {{ dbt_nn._weighed_delta(network, kind, output) }} as delta_{{ top.layer }}_{{ output }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ loss }}
  {{- network.warehouse.fence }}
),

{% for layer in network.layers[:-1] | reverse -%}
{{ dbt_nn._hidden_deltas(network, layer, network.layers[layer.layer]) }},

{% endfor -%}

{{ dbt_nn._gradients_by_position(network, 'deltas_1') }}
{%- endmacro %}


{# The slope of an example's loss by each weighted sum of a hidden layer; of what is explained, its share. #}
{% macro _hidden_deltas(network, layer, layer_above) -%}
{%- set activation = dbt_nn._activation(layer.activation) -%}
deltas_{{ layer.layer }} as (
  {%- if network.is_gated %}
  -- the slope of {{ layer.activation }}; a unit's weight in layer {{ layer_above.layer }} is multiplied in after the sums
  {%- else %}
  -- back through layer {{ layer_above.layer }}, times the {{ 'share' if network.is_explained else 'slope' }} of {{ layer.activation }}
  {%- endif %}
  select
    *,
    {%- for unit in range(1, layer.outputs + 1) %}
    {%- set name = layer.layer ~ '_' ~ unit %}
    {%- set drops = dbt_nn._drops_units(network, layer) %}
    {%- set slope = activation.slope('sum_' ~ name, ('unit_' if drops else 'hidden_') ~ name) %}
    {%- set slope = 'share_' ~ name if network.is_explained else slope %}
    {%- set back = 'delta_' ~ layer_above.layer ~ '_1' if network.is_gated else dbt_nn._returning_sum(network, layer_above, unit) %}
    {{ slope }}{{ ' * mask_' ~ name if drops }} * {{ back if network.is_gated else '(' ~ back ~ ')' }} as delta_{{ name }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from {{ dbt_nn._packed_deltas(network, 'deltas_' ~ layer_above.layer, layer_above) | indent(2) }}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# The CTE of the parameters with their gradients, not yet the penalty's, and with the measures. #}
{% macro _placed_gradients(network) -%}
{%- set position = dbt_nn._position(network, 'parameters') -%}
{%- set picks = network.warehouse.picks_elements -%}
{%- set gradients = 'averages' if picks else 'by_position' -%}
{%- set reads_value = network.has_penalty and not network.carries_parameters -%}
{%- set reads_iteration = reads_value and dbt_nn._has_falling_penalty(network) -%}
{%- set read = (['value'] if reads_value else []) + (['iteration'] if reads_iteration else []) -%}
{%- set columns = dbt_nn._columns_with_gradients(network) + read -%}
placed as (
  -- every parameter with its gradient, {{ 'whose place in the list' if picks else 'whose position' }} follows from layer, input and output
  select
    {%- for name in columns %}
    parameters.{{ name }},
    {%- endfor %}
    {%- if picks %}
    {{ dbt_nn._element('averages.gradients', position) | indent(4) }} as gradient,
    {%- else %}
    by_position.gradient,
    {%- endif %}
    {%- for measure in dbt_nn._measures(network) %}
    {{ gradients }}.{{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}
  from parameters
  {%- if picks and network.is_single %}
  cross join averages
  {%- else %}
  inner join {{ gradients }}
    on parameters.network_key = {{ gradients }}.network_key
    {%- if not picks %}
    and by_position.position = {{ position | indent(4) }}
    {%- endif %}
  {%- endif %}
)
{%- endmacro %}
