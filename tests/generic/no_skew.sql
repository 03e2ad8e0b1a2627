{#
  A gate: fails for every feature whose values are distributed otherwise than in the training rows of a network, by a population stability
  index above `at_most`. The network stores what it compares with. Fewer than `minimum_rows` rows are not judged.
#}
{% test no_skew(model, network, at_most=0.2, features=none, minimum_rows=100) %}
  {%- set where = 'dbt_nn.no_skew' -%}
  {%- do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(kwargs, ['network', 'at_most', 'features', 'minimum_rows'])
    + dbt_nn._relation_problems('network', network, in_yaml=true)
    + dbt_nn._upper_bound_problems(at_most, 0, none, 'the population stability index')
    + dbt_nn._features_given_problems(features)
    + dbt_nn._whole_number_problems('minimum_rows', minimum_rows, 1, 1000000000)
  )) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- do dbt_nn._check_stands('the tested model', model, where, looks=true) -%}
    {%- set shape = dbt_nn._network_shape(network, where) -%}
    {%- if shape is none -%}
      {%- do dbt_nn._raise_problems(where, [network ~ " does not contain a trained network; run its model first"]) -%}
    {%- endif -%}
    {%- set columns = dbt_nn._columns_in('select * from ' ~ model) -%}
    {%- set compared = dbt_nn._features_of_skew(where, shape, network, columns, dbt_nn._as_list(features)) -%}
    {%- set skew = dbt_nn._skew(shape, network, model, columns, compared) -%}
{{ dbt_nn._gate(where, model, dbt_nn._skew_gate(skew, at_most, minimum_rows | int)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
