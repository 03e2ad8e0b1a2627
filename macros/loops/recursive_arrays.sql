{#
  Many iterations in one statement, where a recursive query may aggregate over arrays only, and may have no WITH inside: a row of the
  recursion is an iteration, its parameters are an array, the examples are another, and an iteration is a subquery over both.
  The page of the warehouse that needs it says what it was run on.
#}
{% macro _recursive_arrays_segment(training, latest, last) -%}
{%- set columns = training.columns.values() | map(attribute='quoted') | list -%}
with recursive dbt_nn_examples as (
  -- every row of the examples, in one array
  select {{ dbt_nn._array_of_rows(training.example_columns, training.examples) | indent(2) }} as examples
),

dbt_nn_iterations as (
  select
    {{ latest.iteration }} as iteration,
    {{ dbt_nn._array_of_rows(columns, latest.relation ~ '\nwhere layer is not null') | indent(4) }} as parameters

  union all

  select
    dbt_nn_iterations.iteration + 1 as iteration,
    {{
      dbt_nn._array_of_rows(columns, '(\n' ~ dbt_nn._iteration_over_arrays(training, columns) ~ '\n) as one_iteration') | indent(4)
    }} as parameters
  from dbt_nn_iterations
  cross join dbt_nn_examples
  where dbt_nn_iterations.iteration < {{ last }} and {{ dbt_nn._length_of_array('dbt_nn_iterations.parameters') }} > 0
),

dbt_nn_rows as (
  select {{ columns | join(', ') }}
  from (select parameters from dbt_nn_iterations) as iterations
  cross join {{ dbt_nn._elements_of_array('iterations.parameters') }}
)

{{ dbt_nn._recursive_result(training, latest, last, 'dbt_nn_rows') }}
{%- endmacro %}


{# The iteration's query, written without WITH, which reads arrays. It is the same for every segment. #}
{% macro _iteration_over_arrays(training, columns) %}
  {% if not training.get('over_arrays') %}
    {% set query = dbt_nn._turn_to(training.iteration, 'parameters', dbt_nn._rows_of_array(columns, 'dbt_nn_iterations.parameters')) %}
    {% set query = dbt_nn._turn_to(query, 'examples', dbt_nn._rows_of_array(training.example_columns, 'dbt_nn_examples.examples')) %}
    {% do training.update({'over_arrays': dbt_nn._without_with(query)}) %}
  {% endif %}
  {% do return(training.over_arrays) %}
{% endmacro %}


{# What this form can't do, said before training. #}
{% macro _check_arrays(network, rows, where) %}
  {% set bytes = 8 * rows * dbt_nn._example_columns(network) | length %}
  {% if network.batch_size %}
    {% do exceptions.raise_compiler_error(
      where ~ ": loop is recursive and batch_size is " ~ network.batch_size ~ "; "
      ~ "on this warehouse a recursive loop trains on all rows in every iteration; remove one of the two"
    ) %}
  {% elif bytes > dbt_nn._warehouse().largest_row %}
    {% do exceptions.raise_compiler_error(
      where ~ ": loop is recursive, which on this warehouse needs all examples in one row of at most "
      ~ dbt_nn._readable_bytes(dbt_nn._warehouse().largest_row) ~ "; they have " ~ dbt_nn._readable_bytes(bytes)
      ~ "; accepted: stepwise, auto"
    ) %}
  {% endif %}
{% endmacro %}
