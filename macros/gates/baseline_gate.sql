{# One row per group whose metric is not better than the baseline's by more than the margin. #}
{% macro _baseline_gate(where, given, baseline, margin) -%}
{%- set metric = given.metrics[0] -%}
{%- set is_high = dbt_nn._metric_named(metric).better == 'high' -%}
{%- set reads = dbt_nn._sources_read(given.metrics, given.positive_class) -%}
{%- set own = ['examples', 'metric', 'metric_value', 'baseline_value', 'margin', 'message'] -%}
{%- set read = dbt_nn._predictions_read(where, given, reads, own) -%}
{%- set other = dbt_nn._constant_predictions(read) if baseline is none else dbt_nn._predictions_read(where ~ ' (baseline)', dict(given, predictions=baseline), reads, own) -%}
with evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(read, given.metrics) | indent(2) }}
),

baseline_evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(other, given.metrics) | indent(2) }}
),

side_by_side as (
  select
    {%- for column in dbt_nn._group_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ metric }} as metric_value,
    cast(null as {{ dbt_nn._warehouse().double_type }}) as baseline_value,
    examples
  from evaluation
  union all
  select
    {%- for column in dbt_nn._group_columns(read) %}
    {{ column }},
    {%- endfor %}
    cast(null as {{ dbt_nn._warehouse().double_type }}) as metric_value,
    {{ metric }} as baseline_value,
    0 as examples
  from baseline_evaluation
  {{- dbt_nn._or_nothing(read, ['metric_value', 'baseline_value']) | indent(2) }}
),

compared as (
  select
    {%- for column in read.by %}
    {{ column.quoted }},
    {%- endfor %}
    '{{ metric }}' as metric,
    max(metric_value) as metric_value,
    max(baseline_value) as baseline_value,
    {{ dbt_nn._number(margin) }} as margin,
    sum(examples) as examples
  from side_by_side
  {{- dbt_nn._group_by(read.by | map(attribute='quoted') | list) | indent(2) }}
)

{{ dbt_nn._not_better(metric, is_high, read, margin) }}
{%- endmacro %}


{% macro _not_better(metric, is_high, read, margin) -%}
{%- set better = 'metric_value > baseline_value + margin' if is_high else 'metric_value < baseline_value - margin' -%}
{%- set middle = ', not ' ~ ('above' if is_high else 'below') ~ " the baseline's " -%}
{%- set end = ' by more than ' ~ margin if margin != 0 else '' -%}
select
  *,
  case
    when examples = 0 then {{ dbt_nn._message([dbt_nn._literal(metric ~ ' has no rows to be measured on')], read) }}
    when not {{ dbt_nn._is_finite('metric_value') }} then {{ dbt_nn._message([dbt_nn._literal(metric ~ ' is not a finite number')], read) }}
    when not {{ dbt_nn._is_finite('baseline_value') }} then {{ dbt_nn._message([dbt_nn._literal(metric ~ ' of the baseline is not a finite number')], read) }}
    else {{ dbt_nn._message([
      dbt_nn._literal(metric ~ ' is '), dbt_nn._as_text('metric_value'), dbt_nn._literal(middle), dbt_nn._as_text('baseline_value'), dbt_nn._literal(end)
    ], read) }}
  end as message
from compared
where {{ '1 = 0 -- --empty: there is nothing to judge' if flags.EMPTY else
  'not ' ~ dbt_nn._is_finite('metric_value') ~ ' or not ' ~ dbt_nn._is_finite('baseline_value') ~ ' or not ' ~ better }}
{%- endmacro %}


{#
  The predictions of one who only knows how often each class occurs, or the mean, in the rows that are judged: the most frequent class,
  the classes' shares as probabilities. Classes need one row per class, with its weight.
#}
{% macro _constant_predictions(read) %}
  {% set classes = [] %}
  {% set positive = namespace(class=none) %}
  {% for class in read.classes %}
    {% set constant = dict(class, column='probability_' ~ loop.index) %}
    {% do classes.append(constant) %}
    {% if class == read.positive %}
      {% set positive.class = constant %}
    {% endif %}
  {% endfor %}
  {% set text = dbt.type_string() %}
  {% do return(dict(
    read,
    relation=dbt_nn._constant_numbers(read) if read.task == 'regression' else dbt_nn._constant_classes(read, classes),
    columns={'predicted_label': {'quoted': 'predicted_label', 'type': text}},
    label='label',
    label_type=text,
    weight='weight',
    classes=classes,
    positive=positive.class or read.positive,
    has_no_probabilities=false
  )) %}
{% endmacro %}


{% macro _constant_classes(read, classes) -%}
{%- set by = read.by | map(attribute='quoted') | list -%}
{%- set group = dbt_nn._partition_by(by) -%}
(
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    label,
    weight,
    {%- for class in classes %}
    sum(case when label = {{ dbt_nn._literal(class.name) }} then weight else {{ dbt_nn._number(0) }} end) over ({{ group | trim }})
    / nullif(sum(weight) over ({{ group | trim }}), 0) as probability_{{ loop.index }},
    {%- endfor %}
    first_value(label) over ({{ group }}order by weight desc, label rows between unbounded preceding and unbounded following) as predicted_label
  from (
    select
      {%- for name in by %}
      {{ name }},
      {%- endfor %}
      cast({{ read.label }} as {{ dbt.type_string() }}) as label,
      sum({{ dbt_nn._weight(read) }}) as weight
    from {{ read.relation }}
    where {{ read.label }} is not null
    group by {% for name in by %}{{ name }}, {% endfor %}cast({{ read.label }} as {{ dbt.type_string() }})
  ) as classes_found
) as constant_predictions
{%- endmacro %}


{% macro _constant_numbers(read) -%}
{%- set by = read.by | map(attribute='quoted') | list -%}
{%- set group = 'over (' ~ dbt_nn._partition_by(by) | trim ~ ')' -%}
(
  select
    *,
    sum(weight * label) {{ group }} / nullif(sum(weight) {{ group }}, 0) as predicted_value
  from (
    select
      {%- for name in by %}
      {{ name }},
      {%- endfor %}
      {{ dbt_nn._to_double(read.label) }} as label,
      {{ dbt_nn._weight(read) }} as weight
    from {{ read.relation }}
    where {{ dbt_nn._is_finite(dbt_nn._to_double(read.label)) }}
  ) as numbers_found
) as constant_predictions
{%- endmacro %}


{# The rows of the baseline that are judged; none for the constant one. #}
{% macro _judged_baseline(where, baseline, missing_baseline, condition) %}
  {% if baseline is none %}
    {% do return(none) %}
  {% elif dbt_nn._gate_runs() and load_relation(baseline) is none %}
    {% if missing_baseline == 'fail' %}
      {% do exceptions.raise_compiler_error(where ~ ": there is no table or view " ~ baseline ~ " to compare with; build it first, or say missing_baseline: constant, which then compares with the most frequent class or the mean") %}
    {% endif %}
    {% do log(where ~ ": there is no " ~ baseline ~ " yet; compared with the most frequent class or the mean", info=true) %}
    {% do return(none) %}
  {% endif %}
  {% do return('(select * from ' ~ baseline ~ ' where ' ~ condition ~ ') as baseline' if condition else baseline) %}
{% endmacro %}
