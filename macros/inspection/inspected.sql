{#
  A trained network as one training iteration over its examples, with its encoding and parameters: what is prepared for a training that
  starts from it, see prepare.sql. Its options are those that it was trained with.
#}
{% macro _inspected(node, relation, where) %}
  {% set query = 'select * from ' ~ dbt_nn._relations_of_node(node, where).examples %}
  {% set options = dbt_nn._options_of_training(node, dbt_nn._trained_facts(node, where), where) %}
  {% set start = dbt_nn._network_to_start_from(relation, options, where, 'network') %}
  {% set columns = dbt_nn._columns_in(query) %}
  {% set described = dbt_nn._as_warm_start(start, dbt_nn._described(columns, options, where), options, where) %}
  {% set batches = 'batches' if options.batch_size else '' %}
  {% do return(dbt_nn._prepared(query, dict(described, warm_start=start, columns=columns), none, where, batches)) %}
{% endmacro %}


{#
  The options that the network was trained with, as it remembers them; how it is computed, its model says. One of version 0.1.0 remembers
  only those that were resolved.
#}
{% macro _options_of_training(node, stored, where) %}
  {% set now = node.config.meta.dbt_nn_options %}
  {% set trained = fromjson(stored.given_options) if 'given_options' in stored else now %}
  {% set given = {'label': now.label} %}
  {% for option in dbt_nn._options_of('train') if option.name != 'warm_start' %}
    {% set value = (trained if option.is_fingerprinted or option.name == 'iterations' else now).get(option.name) %}
    {% do given.update({option.name: value} if value is not none else {}) %}
  {% endfor %}
  {% do given.update(dbt_nn._options_as_chosen(stored)) %}
  {% do return(dbt_nn._resolved_options('train', given, where)) %}
{% endmacro %}


{# What a training may have chosen by the rows that there were. #}
{% macro _options_as_chosen(stored) %}
  {% set chosen = {'batch_size': 'all', 'optimizer': dict(fromjson(stored.optimizer_constants), name=stored.optimizer)} %}
  {% set open = ['batch_size', 'early_stopping', 'iterations', 'l1', 'l2', 'learning_rate', 'learning_rate_schedule'] %}
  {% for name in open if stored.get(name) %}
    {% do chosen.update({name: fromjson(stored[name], stored[name])}) %}
  {% endfor %}
  {% do return(chosen) %}
{% endmacro %}


{# CTEs of what a training keeps in tables: the encoded examples, the parameters, and the batches where there are some. #}
{% macro _inspected_tables(prepared) -%}
{%- set network = prepared.network -%}
encoded_examples as (

{{ dbt_nn._encoded_examples(network, prepared.source, prepared.encoding.counts) | indent(2, true) }}

),

stored_parameters as (

{{ dbt_nn._continued(network, prepared.warm_start) | indent(2, true) }}

)
{%- if network.batches %},

batches as (

{{ dbt_nn._batches(network, 'encoded_examples') | indent(2, true) }}

)
{%- endif %}
{%- endmacro %}


{# The model whose relation this is. #}
{% macro _node_of_relation(relation, where) %}
  {% for node in graph.nodes.values() if node.resource_type == 'model' and node.config.materialized == 'neural_network' %}
    {% if node.relation_name == relation | string %}
      {% do return(node) %}
    {% endif %}
  {% endfor %}
  {% do exceptions.raise_compiler_error(where ~ ": network is " ~ relation ~ "; accepted: ref() of a model of dbt_nn.train") %}
{% endmacro %}
