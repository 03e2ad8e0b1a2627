{#
  How much the distribution of rows differs from that of the training rows of a network, to select from: one row per feature, by the
  histograms that the network stores. `features` are those to compare, by default all that have a histogram.
#}
{% macro skew(network=none, examples=none, features=none) -%}
{%- set where = "dbt_nn.skew" -%}
{%- do dbt_nn._raise_problems(where, (
  dbt_nn._call_problems('skew', ['network', 'examples', 'features'], kwargs)
  + dbt_nn._relation_problems('network', network)
  + dbt_nn._relation_problems('examples', examples, takes_text=true)
  + dbt_nn._features_given_problems(features)
)) -%}
{%- set shape = dbt_nn._network_to_apply(network, examples, where) -%}
(

  {% if shape is none or dbt_nn._is_empty_run() -%}
  {{ dbt_nn._skew_without_rows() | indent(2) }}
  {%- else -%}
  {%- set columns = dbt_nn._columns_of_examples(examples) -%}
  {%- set compared = dbt_nn._features_of_skew(where, shape, network, columns, dbt_nn._as_list(features)) -%}
  {{ dbt_nn._skew(shape, network, examples, columns, compared) | indent(2) }}
  {%- endif %}

) as skew
{%- endmacro %}
