{#
  The parameters before the first iteration: one row per weight and bias.
  A weight is a bell-shaped draw (mean 0, variance 1: four uniforms, summed, less 2, times the root of 3) times the scale of its layer;
  the digest of (seed, layer, input, output) makes it the same, bit for bit, on every warehouse. Biases start at 0.
#}
{% macro stage_init(network=none, network_key='') -%}
{%- do dbt_nn._raise_problems("dbt_nn.stage_init", (
  dbt_nn._unknown_arguments(kwargs, ['network', 'network_key'])
  + ([] if network_key is string else [dbt_nn._wrong('network_key', network_key, "a text")])
)) -%}
{{ dbt_nn._init(dbt_nn._network(network), network_key) }}
{%- endmacro %}


{#
  Of one network, or with `members`, a query of network_key and their own settings, of each network of a fleet: all start alike.
#}
{% macro _init(network, network_key, members='') -%}
{%- set widest = dbt_nn._widest(network.layers) -%}
with layers as (
  -- one row per layer: how many inputs and outputs it has, and the variance of its weights
  {%- for layer in network.layers %}
  {%- set variance = dbt_nn._initial_variance(layer) %}
  select {{ layer.layer }} as layer, {{ layer.inputs }} as inputs, {{ layer.outputs }} as outputs, {{ variance }} as variance
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
),

connections as (
  -- one row per parameter; input 0 is the bias
  select
    layers.layer,
    inputs.input,
    outputs.output,
    layers.variance,
    {{ dbt_nn._digest(dbt.concat([
      "'" ~ network.random_seed ~ "-'", "cast(layers.layer as " ~ dbt.type_string() ~ ")",
      "'-'", "cast(inputs.input as " ~ dbt.type_string() ~ ")",
      "'-'", "cast(outputs.output as " ~ dbt.type_string() ~ ")"
    ])) }} as digest
  from layers
  cross join {{ dbt_nn._series(0, widest.inputs, 'input') }} as inputs
  cross join {{ dbt_nn._series(1, widest.outputs, 'output') }} as outputs
  where inputs.input <= layers.inputs and outputs.output <= layers.outputs
),

draws as (
  select
    *,
    ({{ dbt_nn._uniform('digest', 1) }}
      + {{ dbt_nn._uniform('digest', 9) }}
      + {{ dbt_nn._uniform('digest', 17) }}
      + {{ dbt_nn._uniform('digest', 25) }} - 2) * {{ dbt_nn._number('1.7320508075688772') }} as draw
  from connections
)

select
  cast({{ 'members.network_key' if members else dbt_nn._literal(network_key) }} as {{ dbt.type_string() }}) as network_key,
  cast({{ network.first_iteration }} as {{ dbt.type_int() }}) as iteration,
  cast(layer as {{ dbt.type_int() }}) as layer,
  cast(input as {{ dbt.type_int() }}) as input,
  cast(output as {{ dbt.type_int() }}) as output,
  case when input = 0 then {{ dbt_nn._number(0) }} else draw * sqrt(variance) end as value,
  {%- for column in dbt_nn._state_columns(network) %}
  {{ column.start }} as {{ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from draws
{%- if members %}
cross join (
  {{ members | indent(2) }}
) as members
{%- endif %}
{%- endmacro %}


{# The scores have no activation. #}
{% macro _initial_variance(layer) -%}
  {%- set variance = dbt_nn._activation(layer.activation).variance if layer.activation else dbt_nn._glorot_variance -%}
  {%- do return(variance(layer.inputs, layer.outputs)) -%}
{%- endmacro %}


{% macro _widest(layers) %}
  {% do return({
    'inputs': layers | map(attribute='inputs') | max,
    'outputs': layers | map(attribute='outputs') | max
  }) %}
{% endmacro %}
