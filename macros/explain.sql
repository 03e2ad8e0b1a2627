{#
  What each column adds to a row's score, from a baseline's score to the row's own, to select from:
  `select * from {{ dbt_nn.explain(network=ref('…'), examples=ref('…'), keep=['customer_id']) }}`.
  One row per example and feature: the kept columns, network_key, network_version, class, feature, feature_value, contribution,
  baseline_score, score, residual.
#}
{% macro explain(network=none, examples=none, keep=none, class=none, baseline='mean', steps=50, top=none) -%}
{%- set given = {
  'network': network, 'examples': examples, 'keep': keep, 'class': class, 'baseline': baseline, 'steps': steps, 'top': top
} -%}
{%- do dbt_nn._raise_problems('dbt_nn.explain', dbt_nn._call_problems('explain', given | list, kwargs)) -%}
(

  {{ dbt_nn._explanation('dbt_nn.explain', given) | indent(2) }}

) as explanation
{%- endmacro %}
