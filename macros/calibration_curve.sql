{#
  Probabilities compared with observed frequencies, to select from: one row per group and bin of equal width that has rows, with the mean
  probability and the observed rate. The expected calibration error, the mean distance of the two, is the same in all rows of a group. With
  a positive class its probability is compared, otherwise predicted_probability.
#}
{% macro calibration_curve(predictions=none, label=none, positive_class=none, bins=10, by=[], example_weight=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
} -%}
{%- set problems = dbt_nn._call_problems('calibration_curve', (given | list) + ['bins'], kwargs) -%}
(

  {{ dbt_nn._calibration('dbt_nn.calibration_curve', given, bins, problems) | indent(2) }}

) as curve
{%- endmacro %}
