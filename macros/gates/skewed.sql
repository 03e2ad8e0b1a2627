{#
  How much later rows are distributed otherwise than the training rows of a network, feature by feature: the population stability index as
  `no_drift` has it, with the histograms that the network stores as the reference. `features` are those of the network's shape.
#}
{% macro _skew(shape, network, examples, columns, features) -%}
{%- set raw = {} -%}
{%- for feature in features -%}
  {%- do raw.update({feature.index: dbt_nn._drifted_feature(feature, dbt_nn._column_to_read(columns, feature.name)).raw}) -%}
{%- endfor -%}
{%- set index = features | map(attribute='index') | join(', ') -%}
{%- set texts = dbt_nn._indexes_of_texts(features) | join(', ') or '-1' -%}
with histogram as (
  select
    network_key,
    input as feature,
    output as bin,
    output_name as bin_name,
    value as expected,
    case when output > 0 and input not in ({{ texts }}) then {{ dbt_nn._to_double('output_name') }} end as edge
  from {{ network }}
  where role = 'histogram' and input in ({{ index }})
),

feature_values as (
  {{ dbt_nn._values_of_features(features, raw, examples) | indent(2) }}
),

counts as (
  select feature, number, category, count(*) as row_count
  from feature_values
  group by feature, number, category
),

bins_of_numbers as (
  -- a number is in the first bin whose edge is not below it; beyond the last edge in the last bin
  select
    counts.feature,
    histogram.network_key,
    counts.number,
    max(counts.row_count) as row_count,
    coalesce(min(case when histogram.edge >= counts.number then histogram.bin end), max(histogram.bin)) as bin
  from counts
  inner join histogram on counts.feature = histogram.feature and histogram.edge is not null
  where counts.number is not null
  group by counts.feature, histogram.network_key, counts.number
),

network_keys as (
  select distinct network_key from histogram
),

bins_of_texts as (
  select counts.feature, network_keys.network_key, counts.row_count, coalesce(histogram.bin, -1) as bin
  from counts
  cross join network_keys
  left join histogram
    on counts.feature = histogram.feature and counts.category = histogram.bin_name and histogram.bin > 0
    and network_keys.network_key = histogram.network_key
  where counts.category is not null
),

actual as (
  select feature, network_key, bin, sum(row_count) as actual
  from (
    select feature, network_key, bin, row_count from bins_of_numbers
    union all
    select feature, network_key, bin, row_count from bins_of_texts
    union all
    select counts.feature, network_keys.network_key, 0, counts.row_count
    from counts
    cross join network_keys
    where counts.number is null and counts.category is null
  ) as binned
  group by feature, network_key, bin
),

shares as (
  select
    histogram.network_key,
    histogram.feature,
    histogram.expected,
    coalesce(actual.actual, 0) as actual,
    greatest(
      histogram.expected / nullif(sum(histogram.expected) over (partition by histogram.network_key, histogram.feature), 0),
      {{ dbt_nn._number(0.0001) }}
    ) as expected_share,
    greatest(
      {{ dbt_nn._to_double('coalesce(actual.actual, 0)') }}
      / nullif(sum(coalesce(actual.actual, 0)) over (partition by histogram.network_key, histogram.feature), 0),
      {{ dbt_nn._number(0.0001) }}
    ) as actual_share
  from histogram
  left join actual
    on histogram.feature = actual.feature and histogram.bin = actual.bin and histogram.network_key = actual.network_key
)

select
  network_key,
  {{ dbt_nn._name_of_feature(features) | indent(2) }} as feature,
  case
    when sum(expected) > 0 and sum(actual) > 0
      then sum((actual_share - expected_share) * ln(actual_share / expected_share))
  end as population_stability_index,
  cast(sum(actual) as {{ dbt_nn._warehouse().bigint_type }}) as examples,
  cast(sum(expected) as {{ dbt_nn._warehouse().bigint_type }}) as training_rows
from shares
group by network_key, shares.feature
{%- endmacro %}
