{#
  The features of a table as long rows, one per row and feature: numbers and truth values as `number`, text as `category`.
  `extra` are further columns, expressions with their names.
#}
{% macro _long_features(relation, features, extra, condition='') -%}
{%- set rows = [] -%}
{%- for feature in features -%}
  {%- set is_text = feature.kind == 'text' -%}
  {%- do rows.append([
    dbt_nn._literal(feature.name) ~ ' as feature',
    ('cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')' if is_text else dbt_nn._raw(feature)) ~ ' as number',
    (dbt_nn._raw(feature) if is_text else 'cast(null as ' ~ dbt.type_string() ~ ')') ~ ' as category'
  ] + extra) -%}
{%- endfor -%}
{{ dbt_nn._rows_of_each(relation, rows, condition) }}
{%- endmacro %}


{# The columns that are compared: those named, else all that `columns` and `others` share, of numbers, truth values and text. #}
{% macro _features_compared(features, columns, others, left_out=[]) %}
  {% set compared = [] %}
  {% for name, column in columns.items() %}
    {% set kind = dbt_nn._kind_of_type(column.type) %}
    {% if kind in ['number', 'integer', 'boolean', 'text'] and name in others and name not in left_out %}
      {% do compared.append(dict(column, kind=kind)) %}
    {% endif %}
  {% endfor %}
  {% if not features %}
    {% do return(compared) %}
  {% endif %}
  {% set wanted = features | map('lower') | list %}
  {% set chosen = [] %}
  {% for column in compared %}
    {% if column.name | lower in wanted %}
      {% do chosen.append(column) %}
    {% endif %}
  {% endfor %}
  {% do return(chosen) %}
{% endmacro %}


{# What is wrong with the features named. #}
{% macro _feature_problems(features, compared, columns, what) %}
  {% set problems = [] %}
  {% set found = compared | map(attribute='name') | map('lower') | list %}
  {% for name in features %}
    {% if name | lower in columns and name | lower not in found %}
      {% do problems.append("feature " ~ name ~ " is " ~ columns[name | lower].type ~ " in " ~ what ~ "; accepted: numbers, booleans and text that both tables have") %}
    {% elif name | lower not in found %}
      {% do problems.append("feature " ~ name ~ " is not in " ~ what ~ "; it has " ~ columns.keys() | join(', ')) %}
    {% endif %}
  {% endfor %}
  {% if not compared and not problems %}
    {% do problems.append("there is no feature to look at in " ~ what) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{#
  One row per feature whose population stability index is above the threshold: the sum over buckets of (a - e) * ln(a / e), with e and a
  the shares of the reference and of the judged rows, each at least 0.0001. A text's values are buckets; numbers are cut at the reference's
  quantiles: a number's bucket is how much of the reference lies below it, and half of what equals it. Missing values are a bucket.
#}
{% macro _drift_gate(model, reference, features, bins, at_most) -%}
with feature_values as (
  {{ dbt_nn._long_features(reference, features, ['1 as expected', '0 as actual']) | indent(2) }}
  union all
  {{ dbt_nn._long_features(model, features, ['0 as expected', '1 as actual']) | indent(2) }}
),

counts as (
  select
    feature,
    number,
    category,
    sum(expected) as expected,
    sum(actual) as actual
  from feature_values
  group by feature, number, category
),

placed as (
  select
    *,
    sum(expected) over (partition by feature, case when number is null then 1 else 0 end order by number rows between unbounded preceding and current row)
    - {{ dbt_nn._number(0.5) }} * expected as expected_below,
    sum(expected) over (partition by feature, case when number is null then 1 else 0 end) as expected_of_all
  from counts
),

bucketed as (
  select
    feature,
    case
      when number is not null
        then {{ dbt.concat(["'quantile '", dbt_nn._as_text('least(floor(coalesce(' ~ bins ~ ' * expected_below / nullif(expected_of_all, 0), 0)), ' ~ (bins - 1) ~ ')')]) }}
      when category is not null then {{ dbt.concat(["'value '", 'category']) }}
      else 'missing'
    end as bucket,
    expected,
    actual
  from placed
),

buckets as (
  select
    feature,
    bucket,
    sum(expected) as expected,
    sum(actual) as actual
  from bucketed
  group by feature, bucket
),

shares as (
  select
    *,
    greatest({{ dbt_nn._to_double('expected') }} / nullif(sum(expected) over (partition by feature), 0), {{ dbt_nn._number(0.0001) }}) as expected_share,
    greatest({{ dbt_nn._to_double('actual') }} / nullif(sum(actual) over (partition by feature), 0), {{ dbt_nn._number(0.0001) }}) as actual_share
  from buckets
),

evaluation as (
  select
    feature,
    case
      when sum(expected) > 0 and sum(actual) > 0 then sum((actual_share - expected_share) * ln(actual_share / expected_share))
    end as metric_value,
    case when sum(expected) > 0 then sum(actual) else 0 end as examples
  from shares
  group by feature
),

{{ dbt_nn._bounded_features('population_stability_index', at_most) }}
{%- endmacro %}


{# From `evaluation`, a row per feature, to the failing rows. #}
{% macro _bounded_features(what, at_most) -%}
bounded as (
  select
    feature,
    {{ dbt_nn._literal(what) }} as metric,
    metric_value,
    {{ dbt_nn._threshold(none) }} as at_least,
    {{ dbt_nn._threshold(at_most) }} as at_most,
    examples
  from evaluation
  union all
  select
    cast(null as {{ dbt.type_string() }}) as feature,
    {{ dbt_nn._literal(what) }} as metric,
    cast(null as {{ dbt_nn._warehouse().double_type }}) as metric_value,
    {{ dbt_nn._threshold(none) }} as at_least,
    {{ dbt_nn._threshold(at_most) }} as at_most,
    0 as examples
  from (select count(*) as features from evaluation) as features_found
  where features = 0
)

{{ dbt_nn._out_of_bounds(what, {'by': [{'name': 'feature', 'quoted': 'feature'}]}, none, at_most, ['metric', 'metric_value', 'at_most', 'examples']) }}
{%- endmacro %}
