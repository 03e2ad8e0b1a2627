{#
  How much rows are distributed otherwise than the training rows of a network, to select from: one row per feature, by the histograms that
  the network stores. `features` are those to compare, by default all that have a histogram.
#}
{% macro skew(network=none, examples=none, features=none) -%}
{%- set where = "dbt_nn.skew" -%}
{%- set problems = dbt_nn._relation_problems({'network': network, 'examples': examples}) -%}
{%- if not dbt_nn._all_texts(dbt_nn._as_list(features)) -%}
  {%- do problems.append("features is " ~ (features | tojson) ~ "; accepted: a list of column names") -%}
{%- endif -%}
{%- do dbt_nn._raise_problems(where, problems) -%}
{%- set shape = dbt_nn._network_shape(network) -%}
{%- do dbt_nn._check_is_trained(shape, network, where) -%}
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
