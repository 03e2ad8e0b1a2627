{#
  How much later rows are distributed otherwise than the training rows of a network, feature by feature: the population stability index as
  `no_drift` has it, with the histograms that the network stores as the reference. `compared` is what _features_of_skew returns.
  Of a fleet by groups, a row is compared with the group whose network predicts it. Rows that no network predicts, or whose network stores
  no histogram, are counted under a null key.
#}
{% macro _skew(shape, network, examples, columns, compared) -%}
{%- set features = compared.features -%}
{%- set raw = {} -%}
{%- set carried = {} -%}
{%- for feature in features -%}
  {%- do raw.update({feature.index: dbt_nn._drifted_feature(feature, dbt_nn._column_to_read(columns, feature.name)).raw}) -%}
  {%- do carried.update({feature.index: 'raw_' ~ feature.index}) -%}
{%- endfor -%}
{%- set index = features | map(attribute='index') | join(', ') -%}
{%- set texts = dbt_nn._indexes_of_texts(features) | join(', ') or '-1' -%}
with stored as (
  select
    coalesce(network_key, '') as network_key,
    input as feature,
    output as bin,
    output_name as bin_name,
    value as expected,
    case when output > 0 and input not in ({{ texts }}) then {{ dbt_nn._to_double('output_name') }} end as edge
  from {{ network }}
  where role = 'histogram' and input in ({{ index }})
),

histogram as (
  select * from stored
  union all
  -- where all numbers were missing, a bin for those of today
  select network_key, feature, 1, cast(null as {{ dbt.type_string() }}), {{ dbt_nn._number(0) }}, {{ dbt_nn._number(0) }}
  from stored
  where feature not in ({{ texts }})
  group by network_key, feature
  having max(bin) = 0
),

edges as (
  select
    network_key,
    feature,
    {%- for bin in range(1, dbt_nn._bins_of_histogram() + 1) %}
    max(case when bin = {{ bin }} then edge end) as edge_{{ bin }},
    {%- endfor %}
    max(bin) as last_bin
  from histogram
  where edge is not null
  group by network_key, feature
),

{% if compared.by_group -%}
{{ dbt_nn._examples_by_group(shape, network, examples, columns, raw, carried) }}

{% endif -%}
feature_values as (
  {% if compared.by_group -%}
  {{ dbt_nn._values_of_features(features, carried, 'answered', ['answering_key as network_key']) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._values_of_features(features, raw, examples, ["'' as network_key"]) | indent(2) }}
  {%- endif %}
),

binned as (
  -- a number is in the first bin whose edge is not below it; beyond the last edge in the last bin
  select
    feature_values.network_key,
    feature_values.feature,
    case
      when feature_values.category is not null then coalesce(categories.bin, -1)
      when feature_values.number is null then 0
      {%- for bin in range(1, dbt_nn._bins_of_histogram() + 1) %}
      when feature_values.number <= edges.edge_{{ bin }} then {{ bin }}
      {%- endfor %}
      else edges.last_bin
    end as bin
  from feature_values
  left join edges on feature_values.network_key = edges.network_key and feature_values.feature = edges.feature
  left join stored as categories
    on feature_values.network_key = categories.network_key and feature_values.feature = categories.feature
    and feature_values.category = categories.bin_name and categories.bin > 0
  {{- shape.warehouse.join_fence }}
),

actual as (
  select network_key, feature, bin, count(*) as actual
  from binned
  group by network_key, feature, bin
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
{%- if compared.by_group %}

union all

-- rows that are compared with nothing
select
  cast(null as {{ dbt.type_string() }}) as network_key,
  {{ dbt_nn._name_of_feature(features) | indent(2) }} as feature,
  cast(null as {{ shape.warehouse.double_type }}) as population_stability_index,
  cast(sum(actual) as {{ shape.warehouse.bigint_type }}) as examples,
  cast(0 as {{ shape.warehouse.bigint_type }}) as training_rows
from (
  select actual.feature, actual.actual
  from actual
  left join (select distinct network_key, feature from histogram) as known
    on actual.network_key = known.network_key and actual.feature = known.feature
  where known.feature is null
) as others
group by others.feature
{%- endif %}
{%- endmacro %}


{#
  The CTE `answered` of the raw features of each row, with the key of the group whose network predicts it, as `predict` finds it; null where
  there is none. Folds share the rows of their group.
#}
{% macro _examples_by_group(shape, network, examples, columns, raw, carried) -%}
members as (
  -- the groups whose networks predict
  select distinct coalesce(output_name, '') as row_key
  from {{ network }}
  where role = 'member' and input_name = 'group_key' and network_key in (
    select network_key
    from {{ network }}
    where role = 'member' and input_name = 'answers'
  )
),

asked as (
  select
    {%- for feature, name in carried.items() %}
    {{ raw[feature] }} as {{ name }},
    {%- endfor %}
    {{ dbt_nn._group_of_example(shape, columns) }} as group_key
  from {{ examples }}
),

answered as (
  {{ dbt_nn._answered_examples(dict(shape.fleet, folds=0), 'asked') | indent(2) }}
  {{- shape.warehouse.join_fence }}
),
{%- endmacro %}
