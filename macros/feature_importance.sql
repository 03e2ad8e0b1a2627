{#
  Permutation importance, to select from: how much worse a metric becomes when a column is permuted among the rows. One row per feature:
  network_key, feature, metric, metric_value, importance, spread, repeats. In a fleet, all rows are measured together, or with
  by=['network_key'] the rows of each network.
#}
{% macro feature_importance(
  network=none, examples=none, label=none, metric=none, repeats=5, together=[], split='validation', positive_class=none, max_rows=20000,
  random_seed=42, by=[]
) -%}
{%- set given = {
  'network': network, 'examples': examples, 'label': label, 'metric': metric, 'repeats': repeats, 'together': together, 'split': split,
  'positive_class': positive_class, 'max_rows': max_rows, 'random_seed': random_seed, 'by': by
} -%}
{%- do dbt_nn._raise_problems('dbt_nn.feature_importance', dbt_nn._call_problems('feature_importance', given | list, kwargs)) -%}
(

  {{ dbt_nn._importance('dbt_nn.feature_importance', given) | indent(2) }}

) as feature_importance
{%- endmacro %}
