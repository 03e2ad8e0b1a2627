{#
  Metrics of predictions, to select from: one row per group of `by`, with the number of examples and a column per metric.
  It works on any relation that has predicted_label and probability_<class>, or predicted_value, including predictions of other tools.
#}
{% macro evaluate(predictions=none, label=none, positive_class=none, by=[], example_weight=none, metrics=none, classes=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight,
  'metrics': metrics, 'classes': classes
} -%}
{%- set problems = dbt_nn._call_problems('evaluate', given | list, kwargs) -%}
(

  {{ dbt_nn._evaluated('dbt_nn.evaluate', given, problems) | indent(2) }}

) as evaluation
{%- endmacro %}
