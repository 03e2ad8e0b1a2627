{# A rate of a class without rows, or of one without others, is null. #}
{% macro _roc_points(read, settings) -%}
{{ dbt_nn._points(
  read,
  {'true_positive_rate': 'positives_above / nullif(positives, 0)', 'false_positive_rate': 'negatives_above / nullif(negatives, 0)'},
  {
    'true_positive_rate': 'case when positives > 0 then ' ~ dbt_nn._number(0) ~ ' end',
    'false_positive_rate': 'case when negatives > 0 then ' ~ dbt_nn._number(0) ~ ' end'
  }
) }}
{%- endmacro %}
