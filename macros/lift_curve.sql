{#
  Share of a class among the rows of its highest probabilities, to select from: rows are sorted, from the highest probability down, and cut
  into `bins` of about the same weight; rows of one probability stay together. Without a positive class, a curve for each class against the
  rest.
#}
{% macro lift_curve(predictions=none, label=none, positive_class=none, bins=10, by=[], example_weight=none) -%}
{%- set given = {
  'predictions': predictions, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
} -%}
{%- set columns = dbt_nn._columns_of_types(['bin', 'examples'], [
  'lowest_probability', 'positive_rate', 'lift', 'cumulative_share', 'cumulative_gain', 'cumulative_lift'
]) -%}
{%- set problems = dbt_nn._bins_problems(bins) + dbt_nn._call_problems('lift_curve', (given | list) + ['bins'], kwargs) -%}
(

  {{ dbt_nn._curve(
    'dbt_nn.lift_curve', given, columns, dbt_nn._lift_points, {'bins': bins}, problems
  ) | indent(2) }}

) as curve
{%- endmacro %}
