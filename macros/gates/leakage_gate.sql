{#
  One row per feature that alone predicts the label, 0 to 1: the larger of two values.
  The share of the errors of a constant guess that it removes: a feature's values are buckets, numbers of more than `bins` values cut at
  their quantiles, and a row is predicted from the others in its bucket: by their most frequent class (Goodman and Kruskal's lambda, less
  one) or by their mean. So a column of ids predicts nothing.
  How well a number orders the label: |2 AUC - 1| of two classes, the square of Spearman's rank correlation of numbers.
#}
{% macro _leakage_gate(model, label, is_number, features, bins, at_most) -%}
{%- set text = dbt_nn._text_of_class(label.quoted, label.type) -%}
with feature_values as (
  {{ dbt_nn._long_features(
    model, features, [(dbt_nn._raw(label) if is_number else text) ~ ' as label'], dbt_nn._has_label(label)
  ) | indent(2) }}
),

facts as (
  select
    feature,
    count(*) as examples,
    count(number) as numbers_found,
    count(number) + count(category) as values_found,
    count(distinct number) as distinct_numbers
  from feature_values
  group by feature
),

{{ dbt_nn._leakage_buckets(bins) }},

{{ dbt_nn._told_numbers() if is_number else dbt_nn._told_classes() }},

{{ dbt_nn._ordered_numbers() if is_number else dbt_nn._ordered_classes() }},

evaluation as (
  -- an order of few rows comes about by chance, and one of less than half of them does not tell the label
  select
    told.feature,
    case
      when ordered.order_value > told.told_value and ordered.is_enough = 1 and facts.numbers_found * 2 >= facts.examples
        then ordered.order_value
      else told.told_value
    end as metric_value,
    told.examples,
    facts.examples as rows_to_judge,
    facts.values_found
  from told
  inner join facts on told.feature = facts.feature
  left join ordered on told.feature = ordered.feature
),

{{ dbt_nn._bounded_features('the share of errors in predicting ' ~ label.name ~ ' that one feature removes', at_most) }}
{%- endmacro %}


{# The bucket of every row and feature. #}
{% macro _leakage_buckets(bins) -%}
{%- set window = 'over (partition by feature, case when number is null then 1 else 0 end' -%}
{%- set quantile = 'floor(' ~ dbt_nn._number(bins / 2) ~ ' * (rows_up_to + rows_of_all - rows_down_to) / rows_of_all)' -%}
placed as (
  -- rows that are alike are in both counts, so the mean of the two is the middle of them
  select
    *,
    count(*) {{ window }} order by number) as rows_up_to,
    count(*) {{ window }} order by number desc) as rows_down_to,
    count(*) {{ window }}) as rows_of_all
  from feature_values
),

bucketed as (
  select
    placed.feature,
    case
      when number is not null and distinct_numbers <= {{ bins }} then {{ dbt.concat(["'number '", dbt_nn._as_text('rows_up_to')]) }}
      when number is not null then {{ dbt.concat(["'quantile '", dbt_nn._as_text(quantile)]) }}
      when category is not null then {{ dbt.concat(["'value '", 'category']) }}
      else 'missing'
    end as bucket,
    label
  from placed
  inner join facts on placed.feature = facts.feature
)
{%- endmacro %}


{# Whether the label is a number to predict: as `task` says, else as `train` takes it: integers of at most 20 values are classes. #}
{% macro _label_is_number(model, label, task) %}
  {% if task is not none or label.kind not in ['integer', 'number'] %}
    {% do return(task == 'regression') %}
  {% elif label.kind == 'number' %}
    {% do return(true) %}
  {% endif %}
  {% for row in dbt_nn._query('select count(distinct ' ~ label.quoted ~ ') as label_values from ' ~ model) %}
    {% do return((row['label_values'] | int) > 20) %}
  {% endfor %}
{% endmacro %}


{# What is wrong with a label that `train` does not take; the words are its own. #}
{% macro _label_problems(label, is_number) %}
  {% if label.kind in ['date', 'other'] or (is_number and label.kind not in ['integer', 'number']) %}
    {% do return([
      "label " ~ label.name ~ " is " ~ label.type ~ "; accepted: text, booleans and integers as classes, and numbers for regression"
    ]) %}
  {% endif %}
  {% do return([]) %}
{% endmacro %}
