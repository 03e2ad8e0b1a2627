{#
  How predictions depend on a column, to select from: the mean prediction of all rows with that column set to each value of a grid. One row
  per value and class: network_key, class, feature, grid_value, mean_prediction, low, high, examples.
#}
{% macro partial_dependence(network=none, examples=none, feature=none, grid=20, class=none, max_rows=20000, random_seed=42) -%}
{%- set given = {
  'network': network, 'examples': examples, 'feature': feature, 'grid': grid, 'class': class, 'max_rows': max_rows,
  'random_seed': random_seed
} -%}
{%- do dbt_nn._raise_problems('dbt_nn.partial_dependence', dbt_nn._call_problems('partial_dependence', given | list, kwargs)) -%}
(

  {{ dbt_nn._dependence('dbt_nn.partial_dependence', given) | indent(2) }}

) as partial_dependence
{%- endmacro %}
