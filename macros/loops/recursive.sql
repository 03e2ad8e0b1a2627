{# Many iterations in one statement: planned once, and parameters never leave the query. #}
{% macro _recursive_iterations(training, latest, last) -%}
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
{%- endmacro %}
