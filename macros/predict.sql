{#
  Predictions of a network, to select from: `select * from {{ dbt_nn.predict(network=ref('…'), examples=ref('…')) }}`.
  Every column of the examples, then split (unless they have it), predicted_label, predicted_probability and probability_<class>, or
  predicted_value.
  With `members='mean'`, a fleet with folds predicts the mean of its folds' networks.
  With `threshold` and `positive_class`, that class is predicted where its probability is at least the threshold.
  Parameters are read when the query runs; the network's shape when it is compiled: if it has changed since, the query raises an error.
#}
{% macro predict(network=none, examples=none, threshold=none, positive_class=none, members='own') -%}
{%- set where = "dbt_nn.predict" -%}
{%- do dbt_nn._raise_problems(where, (
  dbt_nn._call_problems('predict', ['network', 'examples', 'threshold', 'positive_class', 'members'], kwargs)
  + dbt_nn._relation_problems('network', network)
  + dbt_nn._relation_problems('examples', examples, takes_text=true)
)) -%}
{%- set shape = dbt_nn._network_to_apply(network, examples, where) -%}
{%- set shape = dbt_nn._with_decision(shape, threshold, positive_class, where) -%}
{%- set shape = dbt_nn._with_members(shape, members, network, where) -%}
(

  {% if shape is none or dbt_nn._is_empty_run() -%}
  {{ dbt_nn._predictions_without_rows(network, examples, shape) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._predictions(shape, network, examples) | indent(2) }}
  {%- endif %}

) as predictions
{%- endmacro %}
