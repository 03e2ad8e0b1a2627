{# One row per group whose metric is not better than the baseline's by more than the margin, or where one of the two can't be judged. #}
{% macro _baseline_gate(where, given, baseline, margin) -%}
{%- set read = dbt_nn._read_beside_baseline(where, given) -%}
{{ dbt_nn._beside_baseline(where, given, read, baseline) }}

{{ dbt_nn._not_better(given.metrics[0], read, margin) }}
{%- endmacro %}


{% macro _read_beside_baseline(where, given) %}
  {% set reads = dbt_nn._sources_read(given.metrics, given.positive_class) %}
  {% do return(dbt_nn._predictions_read(where, given, reads, dbt_nn._columns_beside_baseline())) %}
{% endmacro %}


{% macro _columns_beside_baseline() %}
  {% do return(dbt_nn._columns_of_gate(['baseline_value', 'baseline_examples', 'baseline_rows', 'baseline_lost', 'margin'])) %}
{% endmacro %}


{# The CTEs up to `compared`: one row per group, with the metric of the predictions and of the baseline; the constant one without any. #}
{% macro _beside_baseline(where, given, read, baseline=none) -%}
{%- set metric = given.metrics[0] -%}
{%- set reads = dbt_nn._sources_read(given.metrics, given.positive_class) -%}
{%- set is_constant = baseline is none -%}
{%- set other = dbt_nn._constant_predictions(read) if is_constant else dbt_nn._predictions_read(
  where ~ ' (baseline)', dict(given, predictions=baseline), reads, dbt_nn._columns_beside_baseline()
) -%}
with evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(read, given.metrics) | indent(2) }}
),

baseline_evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(other, given.metrics) | indent(2) }}
),

groups_found as (
  {{ dbt_nn._groups_found(read, dbt_nn._has_no_answer(read, metric)) | indent(2) }}
),

baseline_groups as (
  {{ dbt_nn._groups_found(other, '1 = 0' if is_constant else dbt_nn._has_no_answer(other, metric)) | indent(2) }}
),

{{ dbt_nn._compared(read, metric) }}
{%- endmacro %}


{# The four put together: a group of one side is judged, and fails, on the other too. #}
{% macro _compared(read, metric) -%}
{%- set doubles = ['metric_value', 'baseline_value'] -%}
{%- set counts = ['examples', 'rows_to_judge', 'lost_answers', 'baseline_examples', 'baseline_rows', 'baseline_lost'] -%}
{%- set sides = {
  'evaluation': {'metric_value': metric, 'examples': 'examples'},
  'baseline_evaluation': {'baseline_value': metric, 'baseline_examples': 'examples'},
  'groups_found': {'rows_to_judge': 'rows_to_judge', 'lost_answers': 'lost_answers'},
  'baseline_groups': {'baseline_rows': 'rows_to_judge', 'baseline_lost': 'lost_answers'}
} -%}
side_by_side as (
  {%- for relation, values in sides.items() %}
  {{ dbt_nn._values_of_groups(read, relation, values, doubles, counts) | indent(2) }}
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
  {{- dbt_nn._or_nothing(read, 'groups_found', doubles, counts) | indent(2) }}
),

compared as (
  {{ dbt_nn._together(read, 'side_by_side', doubles, counts) | indent(2) }}
)
{%- endmacro %}


{% macro _not_better(metric, read, margin) -%}
{%- set is_high = dbt_nn._metric_named(metric).better == 'high' -%}
{%- set better = 'metric_value > baseline_value + ' if is_high else 'metric_value < baseline_value - ' -%}
{#- A margin below 0 is what the metric may be worse by. -#}
{%- set middle = (', not ' if margin >= 0 else ', ') ~ ('above' if is_high == (margin >= 0) else 'below') ~ " the baseline's " -%}
{%- set end = ' by more than ' ~ margin if margin > 0 else ' by ' ~ -margin ~ ' or more' if margin < 0 else '' -%}
{%- set other = metric ~ ' of the baseline' -%}
{%- set answer = dbt_nn._answer_of(metric) -%}
{%- set conditions = [
  'examples = 0', 'lost_answers > 0', 'baseline_examples = 0', 'baseline_lost > 0',
  'not ' ~ dbt_nn._is_finite('metric_value'), 'not ' ~ dbt_nn._is_finite('baseline_value'), 'not ' ~ better ~ dbt_nn._number(margin)
] -%}
select
  {%- for column in read.by %}
  {{ column.quoted }},
  {%- endfor %}
  {{ dbt_nn._literal(metric) }} as metric,
  metric_value,
  baseline_value,
  {{ dbt_nn._number(margin) }} as margin,
  examples,
  case
    when lost_answers > 0 then {{ dbt_nn._lost_message(metric, answer, read) }}
    when examples = 0 then {{ dbt_nn._nothing_message(metric, read) }}
    when baseline_lost > 0 then {{ dbt_nn._lost_message(other, answer, read, 'baseline_lost', 'baseline_rows') }}
    when baseline_examples = 0 then {{ dbt_nn._nothing_message(other, read) }}
    when not {{ dbt_nn._is_finite('metric_value') }}
      then {{ dbt_nn._message([dbt_nn._literal(metric ~ ' is not a finite number')], read) }}
    when not {{ dbt_nn._is_finite('baseline_value') }}
      then {{ dbt_nn._message([dbt_nn._literal(other ~ ' is not a finite number')], read) }}
    else {{ dbt_nn._message([
      dbt_nn._literal(metric ~ ' is '), dbt_nn._as_text('metric_value'),
      dbt_nn._literal(middle), dbt_nn._as_text('baseline_value'), dbt_nn._literal(end)
    ], read) }}
  end as message
from compared
where {{ dbt_nn._only_failing(conditions | join('\n  or ')) }}
{%- endmacro %}


{# The rows of the baseline that are judged; none for the constant one. #}
{% macro _judged_baseline(where, baseline, missing_baseline, condition) %}
  {% if baseline is none %}
    {% do return(none) %}
  {% endif %}
  {% if baseline.is_cte %}
    {% do dbt_nn._check_stands('baseline', baseline, where, looks=true) %}
  {% endif %}
  {% if dbt_nn._gate_looks() and dbt_nn._standing_relation(baseline) is none %}
    {% if missing_baseline == 'fail' %}
      {% do exceptions.raise_compiler_error(
        where ~ ": baseline is " ~ baseline ~ ", which does not exist; run its model first, or set missing_baseline: constant "
        ~ "to compare with the most frequent class or the mean"
      ) %}
    {% endif %}
    {% do log(where ~ ": baseline " ~ baseline ~ " does not exist; compared with the most frequent class or the mean", info=true) %}
    {% do return(none) %}
  {% endif %}
  {% do return('(select * from ' ~ baseline ~ ' where ' ~ condition ~ ') as baseline' if condition else baseline) %}
{% endmacro %}
