{% macro _lift_points(read, settings) -%}
{%- set bins = settings.bins | int -%}
{%- set keys = dbt_nn._by_names(read) + ['class_number'] -%}
{%- set group = 'partition by ' ~ keys | join(', ') -%}
placed as (
  -- the weight before a probability says into which bin it falls
  select
    {{ keys | join(',\n') | indent(4) }},
    score,
    examples,
    positives,
    positives + negatives as weight,
    sum(positives + negatives) over ({{ group }} order by score desc rows between unbounded preceding and current row)
    - (positives + negatives) as weight_before,
    sum(positives + negatives) over ({{ group }}) as weight_of_all
  from thresholds
  where {{ dbt_nn._is_finite('score') }} and positives + negatives > 0
),

binned as (
  select
    *,
    cast(
      least(floor(weight_before * {{ bins }} / nullif(weight_of_all, 0)) + 1, {{ bins }}) as {{ dbt_nn._warehouse().bigint_type }}
    ) as bin
  from placed
),

bins as (
  select
    {{ (keys + ['bin']) | join(',\n') | indent(4) }},
    sum(examples) as examples,
    min(score) as lowest_probability,
    sum(positives) as positives,
    sum(weight) as weight
  from binned
  group by {{ (keys + ['bin']) | join(', ') }}
),

cumulated as (
  select
    *,
    sum(positives) over ({{ group }}) as positives_of_all,
    sum(weight) over ({{ group }}) as weight_of_all,
    sum(positives) over ({{ group }} order by bin rows between unbounded preceding and current row) as positives_up_to,
    sum(weight) over ({{ group }} order by bin rows between unbounded preceding and current row) as weight_up_to
  from bins
),

points as (
  select
    {{ keys | join(',\n') | indent(4) }},
    bin,
    cast(examples as {{ dbt_nn._warehouse().bigint_type }}) as examples,
    lowest_probability,
    positives / nullif(weight, 0) as positive_rate,
    positives / nullif(weight, 0) / nullif(positives_of_all / nullif(weight_of_all, 0), 0) as lift,
    weight_up_to / nullif(weight_of_all, 0) as cumulative_share,
    positives_up_to / nullif(positives_of_all, 0) as cumulative_gain,
    positives_up_to / nullif(positives_of_all, 0) / nullif(weight_up_to / nullif(weight_of_all, 0), 0) as cumulative_lift
  from cumulated
)
{%- endmacro %}
