{#
  Counts of labels and predicted labels, to select from: one row per group, label and predicted label that occur together.
  Shares are of the group, of the label (the diagonal: recall) and of the predicted label (the diagonal: precision), by weight.
#}
{% macro confusion_matrix(predictions=none, label=none, by=[], example_weight=none) -%}
{%- set given = {'predictions': predictions, 'label': label, 'by': by, 'example_weight': example_weight, 'task': 'classification'} -%}
{%- set problems = dbt_nn._call_problems('confusion_matrix', ['predictions', 'label', 'by', 'example_weight'], kwargs) -%}
{%- do dbt_nn._check_evaluation_arguments('dbt_nn.confusion_matrix', given, problems) -%}
{%- set own = dbt_nn._confusion_columns() -%}
{%- set read = dbt_nn._predictions_read('dbt_nn.confusion_matrix', given, ['labels'], own | map('first') | list) -%}
(

  {% if read.is_known -%}
  {{ dbt_nn._confusion(read) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._no_rows(read, own) | indent(2) }}
  {%- endif %}

) as confusion
{%- endmacro %}
