{#
  A network as a model: `examples` is a relation, `label` one of its columns, every option of docs/options.md goes by name.
  The model's query is the examples; the materialization neural_network encodes them, trains, and stores the network.
#}
{% macro train(examples=none, label=none) -%}
{%- set options = {'label': label} -%}
{%- do options.update(kwargs) -%}
{%- do options.update(dbt_nn._class_weights_to_store(options)) -%}
{{ config(materialized='neural_network', meta={'dbt_nn_options': options}) }}
select * from {{ dbt_nn.examples(examples) }}
{%- endmacro %}
