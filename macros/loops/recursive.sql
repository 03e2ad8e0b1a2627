{#
  Many iterations in one statement: planned once, and parameters never leave the query. A recursion is run by one thread; the networks of a
  fleet do not meet, so they are divided among several, `training.lanes`, which run side by side.
#}
{% macro _recursive_segment(training, latest, last) -%}
{%- set lanes = training.get('lanes', 1) -%}
with recursive
{%- if lanes == 1 %} {{ dbt_nn._recursion(training, latest, last, 'dbt_nn_iterations', '') }}
{%- else %}
{%- for lane in range(1, lanes + 1) %}
{{ dbt_nn._recursion(training, latest, last, 'dbt_nn_iterations_' ~ lane, 'mod(lane, ' ~ lanes ~ ') = ' ~ (lane - 1)) }},

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


{# One recursion: of all networks, or of those of a lane. #}
{% macro _recursion(training, latest, last, name, lane) -%}
{%- set start = latest.relation ~ '\nwhere layer is not null' -%}
{%- if lane -%}
  {%- set ranked = 'select *, dense_rank() over (order by network_key) as lane\nfrom ' ~ start -%}
  {%- set start = '(\n  ' ~ ranked | indent(2) ~ '\n) as networks\nwhere ' ~ lane -%}
{%- endif -%}
{{ name }} as (
  {%- if training.get('listed') %}
  -- a row per network and iteration, with a list of all parameters in each column of theirs
  {{ dbt_nn._parameters_as_lists(training.columns, training.listed, start, not training.has_keys) | indent(2) }}
  {%- else %}
  select
    {{ training.column_list | indent(4) }}
  from {{ start | indent(2) }}
  {%- endif %}

  union all

  {% if training.get('listed') -%}
  select *
  {%- else -%}
  select
    {{ training.column_list | indent(4) }}
  {%- endif %}
  from (
    with dbt_nn_parameters as (
      select * from {{ name }} where iteration < {{ last }}
    )

    select * from (

{{ dbt_nn._turn_to(training.iteration, 'parameters', 'dbt_nn_parameters') }}

    ) as one_iteration
  ) as next_parameters
)
{%- endmacro %}


{# What a recursive segment leaves, out of the rows of all its iterations. #}
{% macro _recursive_result(training, latest, last, iterations) -%}
-- the parameters after {{ 'the last iteration' if training.get('goes_on') else 'iteration ' ~ last }}
select
  {%- if training.get('listed') %}
  {{ dbt_nn._columns_as_rows(training.columns, training.listed) | join(',\n') | indent(2) }},
  {%- else %}
  {{ training.column_list | indent(2) }},
  {%- endif %}
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
select{{ ' distinct' if not training.get('listed') }}
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
