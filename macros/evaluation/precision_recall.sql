{# As scikit-learn: recall is 1 where the class has no row. #}
{% macro _precision_recall_points(read, settings) -%}
{{ dbt_nn._points(
  read,
  {
    'precision': 'positives_above / (positives_above + negatives_above)',
    'recall': 'case when positives > 0 then positives_above / positives else ' ~ dbt_nn._number(1) ~ ' end'
  },
  {'precision': dbt_nn._number(1), 'recall': dbt_nn._number(0)}
) }}
{%- endmacro %}
