{#
  One row per network and layer whose weights and biases are not all there and finite numbers; no parameters at all is a failure.
  A layer has a parameter for every output and every input, the bias counted as input 0; its inputs are the outputs of the layer before.
#}
{% macro _finite_gate(model, columns) -%}
with parameters as (
  select
    network_key,
    layer,
    count(*) as parameters,
    sum(case when {{ dbt_nn._is_finite('value') }} then 0 else 1 end) as metric_value,
    max(input) as inputs,
    max(output) as outputs
  from {{ model }}
  where {{ "role in ('weight', 'bias')" if 'role' in columns else 'layer is not null' }}
  group by network_key, layer
),

in_layers as (
  select
    *,
    coalesce(lag(layer) over (partition by network_key order by layer), 0) as layer_before,
    coalesce(lag(outputs) over (partition by network_key order by layer), inputs) as outputs_before
  from parameters
),

judged as (
  select
    network_key,
    layer,
    parameters,
    metric_value,
    (inputs + 1) * outputs as parameters_of_layer,
    case when layer <> layer_before + 1 or inputs <> outputs_before then 1 else 0 end as is_apart
  from in_layers
  union all
  select '', 0, 0, 0, 0, 0
  from (select count(*) as layers from parameters) as layers_found
  where layers = 0
)

select
  network_key,
  layer,
  metric_value,
  parameters,
  case
    when parameters_of_layer = 0 then 'there are no parameters'
    when metric_value > 0 then {{ dbt_nn._message([
      dbt_nn._as_text('metric_value'), dbt_nn._literal(' of '), dbt_nn._as_text('parameters'), dbt_nn._literal(' parameters of layer '),
      dbt_nn._as_text('layer'), dbt_nn._literal(' are not finite numbers')
    ]) }}
    when parameters <> parameters_of_layer then {{ dbt_nn._message([
      dbt_nn._literal('layer '), dbt_nn._as_text('layer'), dbt_nn._literal(' has '), dbt_nn._as_text('parameters'),
      dbt_nn._literal(' parameters; expected: '), dbt_nn._as_text('parameters_of_layer')
    ]) }}
    else {{ dbt_nn._message([
      dbt_nn._literal('layer '), dbt_nn._as_text('layer'), dbt_nn._literal(' does not fit the layer before it: parameters are missing')
    ]) }}
  end as message
from judged
where {{ dbt_nn._only_failing('metric_value > 0 or parameters = 0 or parameters <> parameters_of_layer or is_apart = 1') }}
{%- endmacro %}
