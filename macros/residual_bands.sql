{#
  Residuals of predicted numbers, to select from: the rows in the order of their prediction, cut into `bins` of equal numbers of rows; one
  row per group and bin with the mean prediction and the quantiles of the residual, the true number less the predicted one.
#}
{% macro residual_bands(predictions=none, label=none, bins=10, by=[]) -%}
{%- set given = {'predictions': predictions, 'label': label, 'by': by} -%}
{%- set problems = dbt_nn._call_problems('residual_bands', (given | list) + ['bins'], kwargs) -%}
(

  {{ dbt_nn._residual_bands('dbt_nn.residual_bands', given, bins, problems) | indent(2) }}

) as bands
{%- endmacro %}
