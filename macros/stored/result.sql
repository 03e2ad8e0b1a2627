{#
  The trained network: the rows that are known, the parameters that are kept, by name, the optimizer's state, the history, and what
  further queries give.
  Early stopping may keep earlier parameters than those of the last iteration, with the state that belongs to them.
#}
{% macro _network_result(network, checkpoints, known_rows, further_queries) -%}
{%- set last = checkpoints[-1].relation -%}
{%- set kept = 'best_value' if network.early_stopping else 'value' -%}
{%- set kept_iteration = 'best_iteration' if network.early_stopping else 'iteration' -%}
{%- set unit_before = dbt_nn._unit_name('parameters.layer - 1', 'parameters.input') -%}
{%- set place = 'layer, input, null as input_name, output' -%}
{%- set nowhere = 'null as layer, null as input, null as input_name, null as output, null as output_name' -%}
with known as (
  {{ known_rows | join('\nunion all\n') | indent(2) }}
),

names as (
  -- what the inputs of the first layer and the outputs of the last are called
  {%- for name in network.features %}
  select 1 as layer, 'input' as side, {{ loop.index }} as unit, {{ dbt_nn._literal(name) }} as name
  union all
  {%- endfor %}
  {%- for name in dbt_nn._output_names(network) %}
  select {{ network.layers | length }} as layer, 'output' as side, {{ loop.index }} as unit, {{ dbt_nn._literal(name) }} as name
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
),

parameters as (
  select *, {{ kept }} as kept, {{ kept_iteration }} as kept_iteration
  from {{ last }}
  where layer is not null
),

history as (
  {%- for checkpoint in checkpoints %}
  select * from {{ checkpoint.relation }} where layer is null
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
)

select {{ dbt_nn._network_columns() }} from known

union all

select
  parameters.network_key,
  case when parameters.input = 0 then 'bias' else 'weight' end as role,
  parameters.kept_iteration as iteration,
  parameters.layer,
  parameters.input,
  case when parameters.input > 0 then coalesce(inputs.name, {{ unit_before }}) end as input_name,
  parameters.output,
  coalesce(outputs.name, {{ dbt_nn._unit_name('parameters.layer', 'parameters.output') }}) as output_name,
  parameters.kept as value
from parameters
left join names as inputs
  on inputs.side = 'input' and parameters.layer = inputs.layer and parameters.input = inputs.unit
left join names as outputs
  on outputs.side = 'output' and parameters.layer = outputs.layer and parameters.output = outputs.unit

{%- for column in dbt_nn._optimizer_state(network) if not network.early_stopping or dbt_nn._keeps_best_state(network) %}

union all

select
  network_key, 'optimizer_state' as role, kept_iteration as iteration, {{ place }}, '{{ column.name }}' as output_name,
  {{ 'best_' if network.early_stopping }}{{ column.name }} as value
from parameters
{%- endfor %}

{%- for measure in dbt_nn._history_columns() %}

union all

select network_key, '{{ measure }}' as role, iteration, {{ nowhere }}, {{ measure }} as value
from history
where {{ measure }} is not null
{%- endfor %}

{%- for penalty in ['l2'] + (['l1'] if network.l1 else []) %}

union all

select
  network_key, '{{ penalty }}' as role, iteration, {{ nowhere }},
  {{ dbt_nn._penalty_factor(network[penalty], 'iteration - 1', floor='own_floor') }} as value
from history
{%- if dbt_nn._has_own_floors(network[penalty]) %}
inner join (select network_key as key_of_floor, max(l2_floor) as own_floor from parameters group by network_key) as floors
  on history.network_key = floors.key_of_floor
{%- endif %}
{%- endfor %}

{%- for query in further_queries %}

union all

{{ query }}
{%- endfor %}
{%- endmacro %}


{# hidden_<layer>_<unit> #}
{% macro _unit_name(layer, unit) -%}
  {%- set text = dbt.type_string() -%}
  {%- do return(dbt.concat(["'hidden_'", "cast(" ~ layer ~ " as " ~ text ~ ")", "'_'", "cast(" ~ unit ~ " as " ~ text ~ ")"])) -%}
{%- endmacro %}
