{#
  Distribution of predicted probabilities, to select from: one row per group and bin of equal width that has rows, with how many rows have
  such a probability, and for how many of them it came true. With a positive class its probability is counted, otherwise
  predicted_probability.
#}
{% macro probability_histogram(predictions=none, label=none, positive_class=none, bins=20, by=[]) -%}
{%- set given = {'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by} -%}
{%- set problems = dbt_nn._call_problems('probability_histogram', (given | list) + ['bins'], kwargs) -%}
(

  {{ dbt_nn._histogram_of_probabilities('dbt_nn.probability_histogram', given, bins, problems) | indent(2) }}

) as histogram
{%- endmacro %}
