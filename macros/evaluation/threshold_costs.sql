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
    -- where no row has a weight, there is no score
    case
      when true_positives + false_positives > 0 then true_positives / (true_positives + false_positives)
      when true_negatives + false_negatives > 0 then {{ zero }}
    end as precision,
    case
      when true_positives + false_negatives > 0 then true_positives / (true_positives + false_negatives)
      when true_negatives + false_positives > 0 then {{ zero }}
    end as recall,
    case
      when 2 * true_positives + false_positives + false_negatives > 0
        then 2 * true_positives / (2 * true_positives + false_positives + false_negatives)
      when true_negatives > 0 then {{ zero }}
    end as f1,
    {{ dbt_nn._number(settings.false_positive_cost) }} * false_positives
    + {{ dbt_nn._number(settings.false_negative_cost) }} * false_negatives as cost
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


{# Probabilities, each once: a threshold that comes twice would count its rows twice. #}
{% macro _thresholds_problems(given) %}
  {% if given is undefined %}
    {% do return([dbt_nn._wrong('thresholds', given, "a list of numbers from 0 to 1")]) %}
  {% endif %}
  {% set thresholds = dbt_nn._as_list(given) %}
  {% set problems = [] %}
  {% set seen = [] %}
  {% if thresholds | length > 1000 %}
    {% do return(["thresholds contains " ~ (thresholds | length) ~ " numbers; accepted: at most 1000"]) %}
  {% endif %}
  {% for value in thresholds %}
    {% if not dbt_nn._is_number(value) or not (value >= 0 and value <= 1) %}
      {% do problems.append(dbt_nn._wrong('thresholds', value, "a list of numbers from 0 to 1", verb='contains')) %}
    {% elif value in seen %}
      {% do problems.append("thresholds contains " ~ value ~ " more than once; accepted: a list of distinct numbers from 0 to 1") %}
    {% endif %}
    {% do seen.append(value) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{% macro _cost_problems(costs) %}
  {% set problems = [] %}
  {% for name, value in costs.items() %}
    {% do problems.extend(dbt_nn._number_problems(name, value, "a number, what one such error costs")) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}
