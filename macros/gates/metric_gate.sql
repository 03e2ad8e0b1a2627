{# One row per group where the metric is out of bounds, or where it can't be judged. #}
{% macro _metric_gate(where, given, at_least, at_most) -%}
{%- set metric = given.metrics[0] -%}
{%- set own = dbt_nn._columns_of_gate(['at_least', 'at_most']) -%}
{%- set read = dbt_nn._predictions_read(where, given, dbt_nn._sources_read(given.metrics, given.positive_class), own) -%}
with evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(read, given.metrics) | indent(2) }}
),

{{ dbt_nn._judged_groups(read, metric, dbt_nn._has_no_answer(read, metric)) }},

{{ dbt_nn._bounded(metric, at_least, at_most) }}

{{ dbt_nn._out_of_bounds(
  metric, read, at_least, at_most, ['metric', 'metric_value', 'at_least', 'at_most', 'examples'], dbt_nn._answer_of(metric)
) }}
{%- endmacro %}


{# From `evaluation` to `judged`: its groups, and those of the tested relation that it lacks. `value` is the measure's column. #}
{% macro _judged_groups(read, value, missing) -%}
{%- set doubles = ['metric_value'] -%}
{%- set counts = ['examples', 'rows_to_judge', 'lost_answers'] -%}
groups_found as (
  {{ dbt_nn._groups_found(read, missing) | indent(2) }}
),

side_by_side as (
  {{ dbt_nn._values_of_groups(read, 'evaluation', {'metric_value': value, 'examples': 'examples'}, doubles, counts) | indent(2) }}
  union all
  {{ dbt_nn._values_of_groups(
    read, 'groups_found', {'rows_to_judge': 'rows_to_judge', 'lost_answers': 'lost_answers'}, doubles, counts
  ) | indent(2) }}
  {{- dbt_nn._or_nothing(read, 'groups_found', doubles, counts) | indent(2) }}
),

judged as (
  {{ dbt_nn._together(read, 'side_by_side', doubles, counts) | indent(2) }}
)
{%- endmacro %}


{% macro _bounded(what, at_least, at_most) -%}
bounded as (
  select
    *,
    {{ dbt_nn._literal(what) }} as metric,
    {{ dbt_nn._threshold(at_least) }} as at_least,
    {{ dbt_nn._threshold(at_most) }} as at_most
  from judged
)
{%- endmacro %}


{#
  The failing rows among `bounded`, with their message. `what` is the measure's name in it; `answer` what each of `rows_to_judge` needs to
  have, of which `lost_answers` lack it.
#}
{% macro _out_of_bounds(what, read, at_least, at_most, columns, answer) -%}
{%- set value = dbt_nn._as_text('metric_value') -%}
{%- set is_finite = dbt_nn._is_finite('metric_value') -%}
{%- set is_value = dbt_nn._literal(what ~ ' is ') -%}
select
  {%- for column in read.by %}
  {{ column.quoted }},
  {%- endfor %}
  {{ columns | join(',\n') | indent(2) }},
  case
    when lost_answers > 0 then {{ dbt_nn._lost_message(what, answer, read) }}
    when examples = 0 then {{ dbt_nn._nothing_message(what, read) }}
    when not {{ is_finite }} then {{ dbt_nn._message([dbt_nn._literal(what ~ ' is not a finite number')], read) }}
    {%- if at_least is not none %}
    when metric_value < at_least then {{ dbt_nn._message([is_value, value, dbt_nn._literal(', below at_least ' ~ at_least)], read) }}
    {%- endif %}
    {%- if at_most is not none %}
    when metric_value > at_most then {{ dbt_nn._message([is_value, value, dbt_nn._literal(', above at_most ' ~ at_most)], read) }}
    {%- endif %}
  end as message
from bounded
where {{ dbt_nn._only_failing(
  'examples = 0 or lost_answers > 0 or not ' ~ is_finite ~ ' or metric_value < at_least or metric_value > at_most'
) }}
{%- endmacro %}


{% macro _evaluation_or_no_rows(read, metrics) -%}
  {%- do return(dbt_nn._evaluation(read, metrics) if read.is_known else dbt_nn._no_rows(read, dbt_nn._typed_metrics(metrics))) -%}
{%- endmacro %}
