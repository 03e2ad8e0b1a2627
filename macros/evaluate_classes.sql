{#
  One row per group and class, to select from: how often it is the label and how often it is predicted, precision, recall and F1,
  and ROC AUC and average precision of the class against the rest (null where the predictions have no probabilities).
#}
{% macro evaluate_classes(predictions=none, label=none, by=[], example_weight=none, classes=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'by': by, 'example_weight': example_weight, 'classes': classes,
  'task': 'classification', 'may_lack_probabilities': true
} -%}
{%- set problems = dbt_nn._call_problems('evaluate_classes', ['predictions', 'label', 'by', 'example_weight', 'classes'], kwargs) -%}
{%- do dbt_nn._check_evaluation_arguments('dbt_nn.evaluate_classes', given, problems) -%}
{%- set own = dbt_nn._class_table_columns() | map('first') | list -%}
{%- set read = dbt_nn._predictions_read('dbt_nn.evaluate_classes', given, ['labels', 'ranks'], own) -%}
(

  {% if read.is_known -%}
  {{ dbt_nn._class_table(read) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._no_rows(read, dbt_nn._class_table_columns()) | indent(2) }}
  {%- endif %}

) as class_evaluation
{%- endmacro %}
