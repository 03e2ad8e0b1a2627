{#
  Errors and cost of predicting the positive class at or above each threshold, to select from: one row per group, class and threshold with
  the four counts (by weight), precision, recall, F1 and the cost of the errors. `thresholds` are probabilities; without them 0, 0.05, … 1.
#}
{% macro threshold_table(
  predictions=none, label=none, positive_class=none, by=[], example_weight=none, thresholds=none,
  false_positive_cost=1, false_negative_cost=1
) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
} -%}
{%- set costs = {'false_positive_cost': false_positive_cost, 'false_negative_cost': false_negative_cost} -%}
{%- set chosen = dbt_nn._as_list(thresholds) -%}
{%- set problems = dbt_nn._cost_problems(costs) + dbt_nn._thresholds_problems(thresholds)
  + dbt_nn._call_problems('threshold_table', (given | list) + (costs | list) + ['thresholds'], kwargs) -%}
{%- set columns = dbt_nn._columns_of_types([], [
  'threshold', 'true_positives', 'false_positives', 'true_negatives', 'false_negatives', 'precision', 'recall', 'f1', 'cost'
]) -%}
{%- set settings = dict(costs, thresholds=chosen | sort if chosen and not problems else dbt_nn._twentieths()) -%}
(

  {{ dbt_nn._curve('dbt_nn.threshold_table', given, columns, dbt_nn._threshold_points, settings, problems) | indent(2) }}

) as threshold_table
{%- endmacro %}
