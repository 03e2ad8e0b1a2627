{#
  Predictions compared with a constant guess, to select from: one row per group of `by`, with the metric of both on the same rows. The guess
  is the group's own: its mean, its most frequent class, or the shares of its classes. `gain` is the share of the guess's error that the
  predictions remove: 1 without an error, 0 if both errors are equal, below 0 if the guess is better.
#}
{% macro baseline_comparison(predictions=none, label=none, metric=none, by=[], positive_class=none, example_weight=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'metrics': [metric], 'by': by, 'positive_class': positive_class,
  'example_weight': example_weight
} -%}
{%- set accepted = ['predictions', 'label', 'metric', 'by', 'positive_class', 'example_weight'] -%}
{%- set problems = dbt_nn._call_problems('baseline_comparison', accepted, kwargs) -%}
(

  {{ dbt_nn._baseline_comparison('dbt_nn.baseline_comparison', given, problems) | indent(2) }}

) as compared_with_baseline
{%- endmacro %}
