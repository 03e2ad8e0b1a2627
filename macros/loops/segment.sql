{#
  A segment: some iterations in one statement, from the table that the last segment left to the next one.
  It holds the parameters after its last iteration, and one row of history (layer is null) for every iteration since the last checkpoint.
    training  {where, target, parameters (the marked relation), iteration (its query), columns, fingerprint, form, in_words, …}: plan.sql
    latest    {relation, iteration, is_checkpoint}
#}
{% macro _segment(training, latest, last) -%}
{{ dbt_nn._heading(training, latest.iteration + 1, last) ~ '\n' }}
{%- if training.form == 'stepwise' -%}
{{ dbt_nn._stepwise_segment(training, latest) }}
{%- elif dbt_nn._warehouse().recurses_over_arrays -%}
{{ dbt_nn._recursive_arrays_segment(training, latest, last) }}
{%- else -%}
{{ dbt_nn._recursive_segment(training, latest, last) }}
{%- endif %}
{%- if not latest.is_checkpoint %}

union all

-- the history since the last checkpoint
select
  {{ training.column_list | indent(2) }},
  fingerprint,
  dbt_nn_made_by
from {{ latest.relation }}
where layer is null
{%- endif %}
{%- endmacro %}


{# What a reader of target/run wants to know first. #}
{% macro _heading(training, first, last) -%}
{%- set iterations = 'iteration ' ~ last if first == last else 'iterations ' ~ first ~ ' to ' ~ last -%}
{%- set end = ', or fewer where early stopping ends them' if training.get('goes_on') else '' -%}
-- {{ model.name }}: {{ iterations }} of {{ training.get('all_iterations', training.options.iterations) }}{{ end }}
-- {{ training.in_words }}, {{ training.form }}; dbt_nn {{ dbt_nn._version() }}
{%- endmacro %}


{# Which training a checkpoint belongs to, and which model. #}
{% macro _checkpoint_marks(training) -%}
{{ dbt_nn._literal(training.fingerprint) }} as fingerprint,
{{ dbt_nn._literal(dbt_nn._made_by()) }} as dbt_nn_made_by
{%- endmacro %}


{# Whether a column says something of an iteration, not of one of its parameters. #}
{% macro _is_of_history(name) %}
  {% do return(name in ['network_key', 'iteration'] + dbt_nn._history_columns()) %}
{% endmacro %}
