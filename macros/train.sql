{#
  A network as a model, or a fleet of them: `examples` is a relation, `label` one of its columns, `warm_start` the network to start from,
  if there is one; every option of docs/options.md is given by name.
  The model's query is the examples; the materialization neural_network encodes them, trains, and stores the network.
#}
{% macro train(examples=none, label=none, warm_start=none) -%}
{%- set options = {'label': label} -%}
{%- do options.update(kwargs) -%}
{%- do options.update({'warm_start': warm_start} if warm_start is not none else {}) -%}
{%- do dbt_nn._check_arguments_of_train(examples, options) -%}
{%- set relations = {} -%}
{%- for name in dbt_nn._options_of_relations() if name in options and dbt_nn._is_relation(options[name]) -%}
  {%- do relations.update({name: options.pop(name)}) -%}
{%- endfor -%}
{%- do options.update(dbt_nn._class_weights_to_store(options)) -%}
{{ config(materialized='neural_network', meta={'dbt_nn_options': options}) }}
{{ dbt_nn._query_to_train(examples, relations) }}
{%- endmacro %}
