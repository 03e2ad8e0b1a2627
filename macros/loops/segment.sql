{#
  A segment: some iterations in one statement, from the table that the last segment left to the next one.
  It holds the parameters after its last iteration, and one row of history (layer is null) for every iteration since the last checkpoint.
    training  {where, target, parameters (the marked relation), iteration (its query), columns, fingerprint, form, …}, see plan.sql
    latest    {relation, iteration, is_checkpoint}
#}
{% macro _segment(training, latest, last) -%}
{%- if training.form == 'recursive' -%}
{{ dbt_nn._recursive_iterations(training, latest, last) }}
{%- else -%}
{{ dbt_nn._stepwise_iteration(training, latest) }}
{%- endif %}

-- the parameters after {{ 'the last iteration' if training.get('goes_on') else 'iteration ' ~ last }}
select
  {{ training.column_list | indent(2) }},
  {{ dbt_nn._literal(training.fingerprint) }} as fingerprint
from dbt_nn_iterations
where iteration = {{ '(select max(iteration) from dbt_nn_iterations)' if training.get('goes_on') else last }}

union all

-- one row of history per iteration
select distinct
  {{ dbt_nn._history_row(training.columns) | join(',\n') | indent(2) }},
  {{ dbt_nn._literal(training.fingerprint) }} as fingerprint
from dbt_nn_iterations
where iteration > {{ latest.iteration }}
{%- if not latest.is_checkpoint %}

union all

-- the history since the last checkpoint
select
  {{ training.column_list | indent(2) }},
  fingerprint
from {{ latest.relation }}
where layer is null
{%- endif %}
{%- endmacro %}


{# The columns of a row of history: everything that belongs to one parameter is null. #}
{% macro _history_row(columns) %}
  {% set row = [] %}
  {% for name, column in columns.items() %}
    {% set is_history = name in ['network_key', 'iteration'] + dbt_nn._history_columns() %}
    {% do row.append(column.quoted if is_history else 'cast(null as ' ~ column.type ~ ') as ' ~ column.quoted) %}
  {% endfor %}
  {% do return(row) %}
{% endmacro %}
