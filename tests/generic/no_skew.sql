{#
  A gate: fails for every feature whose population stability index against the training rows of a network is above `at_most`. The network
  stores the histograms to compare with. Fewer than `minimum_rows` rows are not tested.
#}
{% test no_skew(model, network, at_most=0.2, features=none, minimum_rows=100) %}
  {%- set where = 'dbt_nn.no_skew on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {'network': network, 'at_most': at_most, 'features': features, 'minimum_rows': minimum_rows} -%}
{{ dbt_nn._gate(where, model, dbt_nn._skew_query(where, model, given, kwargs)) }}
{% endtest %}
