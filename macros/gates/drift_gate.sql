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

{{ dbt_nn._drift_buckets(bins) }},

shares as (
  select
    *,
    {%- for side in ['expected', 'actual'] %}
    greatest(
      {{ dbt_nn._to_double(side) }} / nullif(sum({{ side }}) over (partition by feature), 0), {{ dbt_nn._number(0.0001) }}
    ) as {{ side }}_share{{ ',' if loop.first }}
    {%- endfor %}
  from buckets
),

evaluation as (
  select
    feature,
    case
      when sum(expected) > 0 and sum(actual) > 0 then sum((actual_share - expected_share) * ln(actual_share / expected_share))
    end as metric_value,
    case when sum(expected) > 0 then sum(actual) else 0 end as examples,
    sum(actual) as rows_to_judge,
    case
      when sum(expected) > 0 and sum(actual) > 0 then sum(case when bucket = 'missing' then 0 else expected + actual end)
      else 1
    end as values_found
  from shares
  group by feature
),

{{ dbt_nn._bounded_features('population_stability_index', at_most) }}
{%- endmacro %}


{# From `feature_values` to `buckets`, one row per feature and bucket, with how many rows of each side are in it. #}
{% macro _drift_buckets(bins) -%}
{%- set quantile = 'least(floor(coalesce(' ~ bins ~ ' * expected_below / nullif(expected_of_all, 0), 0)), ' ~ (bins - 1) ~ ')' -%}
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
    sum(expected) over (
      partition by feature, case when number is null then 1 else 0 end
      order by number
      rows between unbounded preceding and current row
    )
    - {{ dbt_nn._number(0.5) }} * expected as expected_below,
    sum(expected) over (partition by feature, case when number is null then 1 else 0 end) as expected_of_all
  from counts
),

bucketed as (
  select
    feature,
    case
      when number is not null
        then {{ dbt.concat(["'quantile '", dbt_nn._as_text(quantile)]) }}
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
)
{%- endmacro %}
