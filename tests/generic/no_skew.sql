{#
  A gate: fails for every feature whose values are distributed otherwise than in the training rows of a network, by a population stability
  index above `at_most`. The network stores what it compares with. Fewer than `minimum_rows` rows are not judged.
#}
{% test no_skew(model, network, at_most=0.2, features=none, minimum_rows=100) %}
  {%- set where = 'dbt_nn.no_skew' -%}
  {%- set problems = dbt_nn._threshold_problems(none, at_most) + dbt_nn._relation_problems({'network': network}) -%}
  {%- if not dbt_nn._all_texts(dbt_nn._as_list(features)) -%}
    {%- do problems.append("features is " ~ (features | tojson) ~ "; accepted: a list of column names") -%}
  {%- endif -%}
  {%- if not dbt_nn._is_integer(minimum_rows) or minimum_rows < 1 -%}
    {%- do problems.append("minimum_rows is " ~ (minimum_rows | tojson) ~ "; accepted: a whole number of at least 1") -%}
  {%- endif -%}
  {%- do dbt_nn._raise_problems(where, problems) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- set shape = dbt_nn._network_shape(network) -%}
    {%- if shape is none -%}
      {%- do dbt_nn._raise_problems(where, ["there is no trained network in " ~ network ~ "; run its model first"]) -%}
    {%- endif -%}
    {%- set columns = dbt_nn._columns_in('select * from ' ~ model) -%}
    {%- set compared = dbt_nn._features_of_skew(where, shape, network, columns, dbt_nn._as_list(features)) -%}
    {%- set skew = dbt_nn._skew(shape, network, model, columns, compared) -%}
{{ dbt_nn._gate(where, model, dbt_nn._skew_gate(skew, at_most, minimum_rows | int)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
