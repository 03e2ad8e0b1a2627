{# One iteration, from a table to a table: on all threads of the warehouse. Its result is read twice, so it is computed once. #}
{% macro _stepwise_iteration(training, latest) -%}
with dbt_nn_parameters as (
  select
    {{ training.column_list | indent(4) }}
  from {{ latest.relation }}
  where layer is not null
),

dbt_nn_iterations as {{ dbt_nn._materialized() }}(
  select
    {{ training.column_list | indent(4) }}
  from (

{{ dbt_nn._turn_to(training.iteration, 'parameters', 'dbt_nn_parameters') }}

  ) as one_iteration
)
{%- endmacro %}
