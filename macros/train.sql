{#
  A network as a model: `examples` is a relation, `label` one of its columns, `warm_start` the network to start from, if there is one;
  every option of docs/options.md goes by name.
  The model's query is the examples; the materialization neural_network encodes them, trains, and stores the network.
#}
{% macro train(examples=none, label=none, warm_start=none) -%}
{%- set options = {'label': label} -%}
{%- do options.update(kwargs) -%}
{%- do dbt_nn._check_arguments_of_train(examples, warm_start, options) -%}
{%- if not dbt_nn._is_relation(warm_start) -%}
  {%- do options.update({'warm_start': warm_start} if warm_start is not none else {}) -%}
{%- endif -%}
{%- do options.update(dbt_nn._class_weights_to_store(options)) -%}
{{ config(materialized='neural_network', meta={'dbt_nn_options': options}) }}
{{ dbt_nn._query_to_train(examples, warm_start) }}
{%- endmacro %}
