{#
  A gate: fails for every feature whose values are distributed otherwise than in the training rows of a network, by a population stability
  index above `at_most`. The network stores what it compares with. Fewer than `minimum_rows` rows are not judged.
#}
{% test no_skew(model, network, at_most=0.2, features=none, minimum_rows=100) %}
  {%- set where = 'dbt_nn.no_skew' -%}
  {%- set given = {'network': network, 'at_most': at_most, 'features': features, 'minimum_rows': minimum_rows} -%}
{{ dbt_nn._gate(where, model, dbt_nn._skew_query(where, model, given, kwargs)) }}
{% endtest %}
