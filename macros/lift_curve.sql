{#
  How many of a class are found among the rows of its highest probabilities, to select from: rows are put in order, from the highest
  probability down, and cut into `bins` of about the same weight; rows of one probability stay together.
  Without a positive class, a curve for each class against the rest.
#}
{% macro lift_curve(predictions=none, label=none, positive_class=none, bins=10, by=[], example_weight=none) -%}
{%- set given = {'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight} -%}
{%- set columns = dbt_nn._columns_of_types(['bin', 'examples'], [
  'lowest_probability', 'positive_rate', 'lift', 'cumulative_share', 'cumulative_gain', 'cumulative_lift'
]) -%}
(

  {{ dbt_nn._curve('dbt_nn.lift_curve', given, columns, 'lift', {'bins': bins | int}, dbt_nn._bins_problems(bins)) | indent(2) }}

) as curve
{%- endmacro %}


{% macro _bins_problems(bins) %}
  {% set is_whole = dbt_nn._is_number(bins) and (bins | int) == bins and bins >= 1 %}
  {% do return([] if is_whole else ["bins is " ~ (bins | tojson) ~ "; accepted: a whole number of at least 1"]) %}
{% endmacro %}


{% macro _lift_points(read, bins) -%}
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
  where {{ dbt_nn._is_finite('score') }}
),

binned as (
  select
    *,
    cast(least(floor(weight_before * {{ bins }} / nullif(weight_of_all, 0)) + 1, {{ bins }}) as {{ dbt_nn._bigint_type() }}) as bin
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
    cast(examples as {{ dbt_nn._bigint_type() }}) as examples,
    lowest_probability,
    positives / nullif(weight, 0) as positive_rate,
    positives / nullif(weight, 0) / nullif(positives_of_all / nullif(weight_of_all, 0), 0) as lift,
    weight_up_to / nullif(weight_of_all, 0) as cumulative_share,
    positives_up_to / nullif(positives_of_all, 0) as cumulative_gain,
    positives_up_to / nullif(positives_of_all, 0) / nullif(weight_up_to / nullif(weight_of_all, 0), 0) as cumulative_lift
  from cumulated
)
{%- endmacro %}
