{# 0, 0.05, 0.1, … 1, as they are written. #}
{% macro _twentieths() %}
  {% set thresholds = [] %}
  {% for k in range(21) %}
    {% do thresholds.append(k * 5 / 100) %}
  {% endfor %}
  {% do return(thresholds) %}
{% endmacro %}


{% macro _threshold_points(read, settings) -%}
{%- set keys = dbt_nn._by_names(read) + ['class_number'] -%}
{%- set zero = dbt_nn._number(0) -%}
cutoffs as (
  {%- for threshold in settings.thresholds %}
  select {{ dbt_nn._number(threshold) }} as threshold{{ '\n  union all' if not loop.last }}
  {%- endfor %}
),

reached as (
  select
    {{ keys | join(',\n') | indent(4) }},
    {{ dbt_nn._highest_reached(settings.thresholds) | indent(4) }} as highest_reached,
    positives,
    negatives
  from thresholds
  where {{ dbt_nn._is_finite('score') }}
),

bands as (
  -- a few rows instead of one per probability
  select
    {{ (keys + ['highest_reached']) | join(',\n') | indent(4) }},
    sum(positives) as positives,
    sum(negatives) as negatives
  from reached
  group by {{ (keys + ['highest_reached']) | join(', ') }}
),

counted as (
  select
    {{ keys | join(',\n') | indent(4) }},
    threshold,
    sum(case when highest_reached >= threshold then positives else {{ zero }} end) as true_positives,
    sum(case when highest_reached >= threshold then negatives else {{ zero }} end) as false_positives,
    sum(case when highest_reached >= threshold then {{ zero }} else negatives end) as true_negatives,
    sum(case when highest_reached >= threshold then {{ zero }} else positives end) as false_negatives
  from bands
  cross join cutoffs
  group by {{ (keys + ['threshold']) | join(', ') }}
),

points as (
  select
    *,
    case when true_positives + false_positives > 0 then true_positives / (true_positives + false_positives) else {{ zero }} end as precision,
    case when true_positives + false_negatives > 0 then true_positives / (true_positives + false_negatives) else {{ zero }} end as recall,
    case
      when 2 * true_positives + false_positives + false_negatives > 0
        then 2 * true_positives / (2 * true_positives + false_positives + false_negatives)
      else {{ zero }}
    end as f1,
    {{ dbt_nn._number(settings.false_positive_cost) }} * false_positives + {{ dbt_nn._number(settings.false_negative_cost) }} * false_negatives as cost
  from counted
)
{%- endmacro %}


{# The highest threshold that a probability is at or above; null if it is below all. #}
{% macro _highest_reached(thresholds) -%}
case
  {%- for threshold in thresholds | reverse %}
  when score >= {{ dbt_nn._number(threshold) }} then {{ dbt_nn._number(threshold) }}
  {%- endfor %}
end
{%- endmacro %}
