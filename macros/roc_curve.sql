{#
  The ROC curve, to select from: one row per group, class and distinct probability, from the highest down, and one with neither
  true nor false positives before them (point 0, threshold null). Without a positive class, a curve for each class against the rest.
#}
{% macro roc_curve(predictions=none, label=none, positive_class=none, by=[], example_weight=none) -%}
{%- set given = {'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight} -%}
{%- set columns = dbt_nn._columns_of_types(['point'], ['threshold', 'true_positive_rate', 'false_positive_rate']) -%}
(

  {{ dbt_nn._curve('dbt_nn.roc_curve', given, columns, 'roc') | indent(2) }}

) as curve
{%- endmacro %}


{# A rate of a class without rows, or of one without others, is null. #}
{% macro _roc_points(read) -%}
{{ dbt_nn._points(
  read,
  {'true_positive_rate': 'positives_above / nullif(positives, 0)', 'false_positive_rate': 'negatives_above / nullif(negatives, 0)'},
  {
    'true_positive_rate': 'case when positives > 0 then ' ~ dbt_nn._number(0) ~ ' end',
    'false_positive_rate': 'case when negatives > 0 then ' ~ dbt_nn._number(0) ~ ' end'
  }
) }}
{%- endmacro %}
