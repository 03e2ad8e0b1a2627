{#
  From thresholds to `ranked`, one row per group and class. ROC AUC is the part of the pairs, one of the class and one not, whose
  probabilities are in the right order, equal ones half; average precision is the sum of the steps of recall, each times its precision.
#}
{% macro _ranked(read) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set above -%}
over (
  partition by {{ (by + ['class_number']) | join(', ') }}
  order by score desc
  rows between unbounded preceding and current row
)
{%- endset -%}
cumulated as (
  -- down to this threshold, it included
  select
    *,
    sum(positives) {{ above | indent(4) }} as positives_above,
    sum(negatives) {{ above | indent(4) }} as negatives_above
  from thresholds
),

areas as (
  select
    {%- for name in by + ['class_number'] %}
    {{ name }},
    {%- endfor %}
    sum(examples) as examples,
    sum(positives) as positives,
    sum(negatives) as negatives,
    sum(case when {{ dbt_nn._is_finite('score') }} or positives + negatives = 0 then 0 else 1 end) as lost_scores,
    sum(positives * (negatives_above - 0.5 * negatives)) as pairs_in_disorder,
    sum(
      case when positives > 0 then positives * positives_above / (positives_above + negatives_above) else {{ dbt_nn._number(0) }} end
    ) as precision_steps
  from cumulated
  group by {{ (by + ['class_number']) | join(', ') }}
),

ranked as (
  select
    *,
    case when lost_scores = 0 and positives > 0 and negatives > 0 then 1 - pairs_in_disorder / (positives * negatives) end as roc_auc,
    case
      when lost_scores = 0 and positives > 0 then precision_steps / positives
      when lost_scores = 0 and negatives > 0 then {{ dbt_nn._number(0) }}
    end as average_precision
  from areas
)
{%- endmacro %}


{# The classes whose probabilities are ranked: the positive one; of two the last, because the other's ROC AUC is the same; otherwise all. #}
{% macro _ranked_classes(read, metrics) %}
  {% if read.positive %}
    {% do return([read.positive]) %}
  {% elif read.classes | length == 2 and 'average_precision' not in metrics %}
    {% do return(read.classes[1:]) %}
  {% endif %}
  {% do return(read.classes) %}
{% endmacro %}


{# A metric of ranks as an aggregate over `ranked`: without a positive class the mean of all, null if one of them has no example. #}
{% macro _mean_over_ranked(name, read) -%}
  {%- if read.positive -%}
    {%- do return('max(' ~ name ~ ')') -%}
  {%- endif -%}
  {%- do return('case when min(positives) > 0 and count(' ~ name ~ ') = count(*) then avg(' ~ name ~ ') end') -%}
{%- endmacro %}


{# Of two classes, both are the same: the one of the class that is ranked last. #}
{% macro _roc_auc(name, read) -%}
  {%- if read.positive or read.classes | length != 2 -%}
    {%- do return(dbt_nn._mean_over_ranked(name, read)) -%}
  {%- endif -%}
  {%- do return('max(case when class_number = ' ~ (dbt_nn._ranked_classes(read, read.metrics) | length) ~ ' then roc_auc end)') -%}
{%- endmacro %}
