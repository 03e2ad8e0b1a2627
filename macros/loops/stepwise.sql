{#
  One iteration, from a table to a table: on all threads of the warehouse.
  Its result is read once, because not every warehouse computes a CTE only once: each parameter gives its row, and the first one also gives
  the row of history.
#}
{% macro _stepwise_segment(training, latest) -%}
with dbt_nn_parameters as (
  select
    {{ training.column_list | indent(4) }}
  from {{ latest.relation }}
  where layer is not null
),

dbt_nn_iteration as (
  select
    *,
    row_number() over (partition by network_key order by layer, input, output) as place
  from (

{{ dbt_nn._iteration_over_rows(training, 'dbt_nn_parameters') }}

  ) as one_iteration
)

-- the parameters after iteration {{ latest.iteration + 1 }}, and one row of history
select
  {{ dbt_nn._parameter_or_history_row(training.columns) | join(',\n') | indent(2) }},
  {{ dbt_nn._checkpoint_marks(training) | indent(2) }}
from dbt_nn_iteration
cross join (select true as is_parameter union all select false as is_parameter) as kinds
where is_parameter or place = 1
{%- if training.get('goes_on') and training.get('has_keys') %}

union all

-- the networks that early stopping has ended stay as they are
select
  {{ training.column_list | indent(2) }},
  {{ dbt_nn._checkpoint_marks(training) | indent(2) }}
from dbt_nn_parameters as parameters
where not ({{ training.goes_on }})
{%- endif %}
{%- endmacro %}


{# The columns of both kinds of row: in a row of history, everything that belongs to one parameter is null. #}
{% macro _parameter_or_history_row(columns) %}
  {% set row = [] %}
  {% for name, column in columns.items() %}
    {% do row.append(
      column.quoted if dbt_nn._is_of_history(name) else 'case when is_parameter then ' ~ column.quoted ~ ' end as ' ~ column.quoted
    ) %}
  {% endfor %}
  {% do return(row) %}
{% endmacro %}
