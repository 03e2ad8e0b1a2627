{#
  One row per feature that tells the label alone: how much of the errors of a constant guess it takes away, 0 to 1. A feature's values
  are buckets, numbers cut at their quantiles, and a row is told from the others in its bucket: by their most frequent class
  (Goodman and Kruskal's lambda, leaving one out) or by their mean. So a column of ids tells nothing.
#}
{% macro _leakage_gate(model, label, is_number, features, bins, at_most) -%}
with feature_values as (
  {{ dbt_nn._long_features(
    model, features,
    [dbt_nn._raw(label) ~ ' as label' if is_number else 'cast(' ~ label.quoted ~ ' as ' ~ dbt.type_string() ~ ') as label'],
    dbt_nn._has_label(label)
  ) | indent(2) }}
),

placed as (
  -- rows that are alike are in both counts, so the mean of the two is the middle of them
  select
    *,
    count(*) over (partition by feature, case when number is null then 1 else 0 end order by number) as rows_up_to,
    count(*) over (partition by feature, case when number is null then 1 else 0 end order by number desc) as rows_down_to,
    count(*) over (partition by feature, case when number is null then 1 else 0 end) as rows_of_all
  from feature_values
),

bucketed as (
  select
    feature,
    case
      when number is not null
        then {{ dbt.concat(["'quantile '", dbt_nn._as_text('floor(' ~ dbt_nn._number(bins / 2) ~ ' * (rows_up_to + rows_of_all - rows_down_to) / rows_of_all)')]) }}
      when category is not null then {{ dbt.concat(["'value '", 'category']) }}
      else 'missing'
    end as bucket,
    label
  from placed
),

{{ dbt_nn._told_numbers() if is_number else dbt_nn._told_classes() }},

{{ dbt_nn._bounded_features('what it tells of ' ~ label.name, at_most) }}
{%- endmacro %}


{# A row is told right where its class is the most frequent of the bucket without it. #}
{% macro _told_classes() -%}
counts as (
  select
    feature,
    bucket,
    label,
    count(*) as examples
  from bucketed
  group by feature, bucket, label
),

in_order as (
  select
    *,
    row_number() over (partition by feature, bucket order by examples desc, label) as place,
    sum(examples) over (partition by feature, label) as examples_of_label
  from counts
),

buckets as (
  select
    feature,
    sum(examples) as examples,
    max(case when place = 1 then examples else 0 end) as first_place,
    max(case when place = 2 then examples else 0 end) as second_place,
    max(examples_of_label) as most_frequent
  from in_order
  group by feature, bucket
),

evaluation as (
  select
    feature,
    1 - {{ dbt_nn._to_double('sum(examples) - sum(case when first_place - 1 > second_place then first_place else 0 end)') }}
    / nullif(sum(examples) - max(most_frequent), 0) as metric_value,
    sum(examples) as examples
  from buckets
  group by feature
)
{%- endmacro %}


{# A number is told by the mean of the others in its bucket; one that is alone there, by the mean of all. #}
{% macro _told_numbers() -%}
buckets as (
  select
    feature,
    bucket,
    count(*) as examples,
    avg(label) as bucket_mean,
    var_pop(label) as bucket_variance
  from bucketed
  group by feature, bucket
),

beside_all as (
  select
    *,
    bucket_mean - sum(examples * bucket_mean) over (partition by feature) / sum(examples) over (partition by feature) as bucket_offset
  from buckets
),

errors as (
  select
    feature,
    examples,
    examples * (bucket_variance + bucket_offset * bucket_offset) as squares,
    case
      when examples > 1 then examples * bucket_variance * (examples / (examples - {{ dbt_nn._number(1) }})) * (examples / (examples - {{ dbt_nn._number(1) }}))
      else bucket_offset * bucket_offset
    end as squares_left
  from beside_all
),

evaluation as (
  select
    feature,
    1 - sum(squares_left) / nullif(sum(squares), 0) as metric_value,
    sum(examples) as examples
  from errors
  group by feature
)
{%- endmacro %}


{# Whether the label is a number to predict: as `task` says, else as `train` takes it: whole numbers of at most 20 values are classes. #}
{% macro _label_is_number(model, label, task) %}
  {% if task is not none or label.kind not in ['integer', 'number'] %}
    {% do return(task == 'regression') %}
  {% elif label.kind == 'number' %}
    {% do return(true) %}
  {% endif %}
  {% for row in run_query('select count(distinct ' ~ label.quoted ~ ') as label_values from ' ~ model) %}
    {% do return((row['label_values'] | int) > 20) %}
  {% endfor %}
{% endmacro %}
