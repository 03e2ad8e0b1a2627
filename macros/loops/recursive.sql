{# Many iterations in one statement: planned once, and parameters never leave the query. #}
{% macro _recursive_segment(training, latest, last) -%}
with recursive dbt_nn_iterations as (
  select
    {{ training.column_list | indent(4) }}
  from {{ latest.relation }}
  where layer is not null

  union all

  select
    {{ training.column_list | indent(4) }}
  from (
    with dbt_nn_parameters as (
      select * from dbt_nn_iterations where iteration < {{ last }}
    )

    select * from (

{{ dbt_nn._turn_to(training.iteration, 'parameters', 'dbt_nn_parameters') }}

    ) as one_iteration
  ) as next_parameters
)

{{ dbt_nn._recursive_result(training, latest, last, 'dbt_nn_iterations') }}
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
