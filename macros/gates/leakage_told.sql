{# A row is predicted right where its class is the most frequent of the bucket without it. #}
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

told as (
  select
    feature,
    1 - {{ dbt_nn._to_double('sum(examples) - sum(case when first_place - 1 > second_place then first_place else 0 end)') }}
    / nullif(sum(examples) - max(most_frequent), 0) as told_value,
    sum(examples) as examples
  from buckets
  group by feature
)
{%- endmacro %}


{# A number is predicted by the mean of the others in its bucket; one that is alone there, by the mean of all. #}
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
    bucket_mean - sum(examples * bucket_mean) over (partition by feature) / sum(examples) over (partition by feature) as bucket_offset,
    -- by how much a row's distance to the mean grows when the row is left out of it
    examples / nullif(examples - {{ dbt_nn._number(1) }}, 0) as left_out
  from buckets
),

errors as (
  select
    feature,
    examples,
    examples * (bucket_variance + bucket_offset * bucket_offset) as squares,
    case
      when examples > 1 then examples * bucket_variance * left_out * left_out
      else bucket_offset * bucket_offset
    end as squares_left
  from beside_all
),

told as (
  select
    feature,
    1 - sum(squares_left) / nullif(sum(squares), 0) as told_value,
    sum(examples) as examples
  from errors
  group by feature
)
{%- endmacro %}
