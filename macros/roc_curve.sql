{#
  The ROC curve, to select from: one row per group, class and distinct probability, from the highest down, and one with neither
  true nor false positives before them (point 0, threshold null). Without a positive class, a curve for each class against the rest.
  `points` keeps at most that many of them, evenly along the curve.
#}
{% macro roc_curve(predictions=none, label=none, positive_class=none, by=[], example_weight=none, points=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
} -%}
{%- set columns = dbt_nn._columns_of_types(['point'], ['threshold', 'true_positive_rate', 'false_positive_rate']) -%}
{%- set problems = dbt_nn._points_problems(points) + dbt_nn._call_problems('roc_curve', (given | list) + ['points'], kwargs) -%}
(

  {{ dbt_nn._curve(
    'dbt_nn.roc_curve', given, columns, dbt_nn._roc_points, {'points': points}, problems
  ) | indent(2) }}

) as curve
{%- endmacro %}
