{#
  Many iterations in one statement: planned once, and parameters never leave the query. A recursion is run by one thread; the networks of a
  fleet do not meet, so they are divided among several, `training.lanes`, which run side by side.
#}
{% macro _recursive_segment(training, latest, last) -%}
{%- set lanes = training.get('lanes', 1) -%}
{%- set blocks = training.get('blocks', []) -%}
with recursive
{%- if lanes == 1 %} {{ dbt_nn._recursion(training, training.iteration, latest, last, 'dbt_nn_iterations', '') }}
{%- else %}
{%- for lane in range(1, lanes + 1) %}
{%- set iteration = training.iteration | replace(blocks[0] | string, blocks[lane - 1] | string) %}
{{ dbt_nn._recursion(training, iteration, latest, last, 'dbt_nn_iterations_' ~ lane, dbt_nn._is_of_lane(lane, lanes)) }},

{% endfor -%}
dbt_nn_iterations as (
  -- without the order, and the offset that keeps it, they would run one after the other
  select *
  from (
    {%- for lane in range(1, lanes + 1) %}
    select * from dbt_nn_iterations_{{ lane }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
  ) as lanes
  order by network_key, iteration
  {{- dbt_nn._warehouse().join_fence }}
)
{%- endif %}

{{ dbt_nn._recursive_result(training, latest, last, 'dbt_nn_iterations') }}
{%- endmacro %}


{# Which lane a network is in: no checkpoint lacks any of them, so it stays there. #}
{% macro _lane_of_network() -%}
  {%- do return('dense_rank() over (order by network_key)') -%}
{%- endmacro %}


{% macro _is_of_lane(lane, lanes) -%}
  {%- do return('mod(lane, ' ~ lanes ~ ') = ' ~ (lane - 1)) -%}
{%- endmacro %}


{# The tables of blocks: each lane reads its own, or it would read the rows of all. #}
{% macro _tables_of_blocks(network, target, lanes) %}
  {% set tables = [] %}
  {% for lane in range(1, lanes + 1) if network.blocks %}
    {% do tables.append(dbt_nn._helper_table(target, dbt_nn._name_of_blocks(lane))) %}
  {% endfor %}
  {% do return(tables) %}
{% endmacro %}


{# The encoded rows of the networks of a lane, as blocks. #}
{% macro _blocks_of_lane(network, examples, start, lanes, lane) -%}
{%- set columns = dbt_nn._example_columns(network) | reject('equalto', 'row_key') | list -%}
{%- if lanes == 1 -%}
  {%- do return(dbt_nn._as_blocks(examples, 'row_key', columns)) -%}
{%- endif -%}
{%- set rows -%}
(
  select *
  from {{ examples }}
  where row_key in (
    select network_key
    from (
      select network_key, {{ dbt_nn._lane_of_network() }} as lane
      from {{ start }}
    ) as networks
    where {{ dbt_nn._is_of_lane(lane, lanes) }}
  )
) as examples
{%- endset -%}
{{ dbt_nn._as_blocks(rows, 'row_key', columns) }}
{%- endmacro %}


{# One recursion: of all networks, or of those of a lane. #}
{% macro _recursion(training, iteration, latest, last, name, lane) -%}
{{ name }} as (
  select
    {{ training.column_list | indent(4) }}
  {%- if lane %}
  from (
    select *, {{ dbt_nn._lane_of_network() }} as lane
    from {{ latest.relation }}
    where layer is not null
  ) as networks
  where {{ lane }}
  {%- else %}
  from {{ latest.relation }}
  where layer is not null
  {%- endif %}

  union all

  select
    {{ training.column_list | indent(4) }}
  from (
    with dbt_nn_parameters as (
      select * from {{ name }} where iteration < {{ last }}
    )

    select * from (

{{ dbt_nn._turn_to(iteration, 'parameters', 'dbt_nn_parameters') }}

    ) as one_iteration
  ) as next_parameters
)
{%- endmacro %}


{# What a recursive segment leaves, out of the rows of all its iterations. #}
{% macro _recursive_result(training, latest, last, iterations) -%}
-- the parameters after {{ 'the last iteration' if training.get('goes_on') else 'iteration ' ~ last }}
select
  {{ training.column_list | indent(2) }},
  {{ dbt_nn._checkpoint_marks(training) | indent(2) }}
from {{ iterations }}
{%- if training.get('goes_on') and training.get('has_keys') %}
-- a network that early stopping ends stays at its last iteration
inner join (
  select network_key as key_of_last, max(iteration) as last_iteration
  from {{ iterations }}
  group by network_key
) as lasts
  on network_key = key_of_last and iteration = last_iteration
{%- else %}
where iteration = {{ '(select max(iteration) from ' ~ iterations ~ ')' if training.get('goes_on') else last }}
{%- endif %}

union all

-- one row of history per iteration
select distinct
  {{ dbt_nn._history_row(training.columns) | join(',\n') | indent(2) }},
  {{ dbt_nn._checkpoint_marks(training) | indent(2) }}
from {{ iterations }}
where iteration > {{ latest.iteration }}
{%- endmacro %}


{# The columns of a row of history: everything that belongs to one parameter is null. #}
{% macro _history_row(columns) %}
  {% set row = [] %}
  {% for name, column in columns.items() %}
    {% do row.append(column.quoted if dbt_nn._is_of_history(name) else 'cast(null as ' ~ column.type ~ ') as ' ~ column.quoted) %}
  {% endfor %}
  {% do return(row) %}
{% endmacro %}
