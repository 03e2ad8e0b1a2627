{#
  Predicted numbers and true ones, to select from: both are cut into `bins` of equal width between the lowest and the highest of them, and
  there is one row per group and square that has rows, with its edges and the number of rows.
#}
{% macro prediction_squares(predictions=none, label=none, bins=12, by=[]) -%}
{%- set given = {'predictions': predictions, 'label': label, 'by': by} -%}
{%- set problems = dbt_nn._call_problems('prediction_squares', (given | list) + ['bins'], kwargs) -%}
(

  {{ dbt_nn._squares('dbt_nn.prediction_squares', given, bins, problems) | indent(2) }}

) as squares
{%- endmacro %}
