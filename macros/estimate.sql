{#
  What a training will send and read, before it runs: `dbt run-operation dbt_nn.estimate --args '{network: churn_network}'`.
  The examples are counted and described as training does it, so it costs what training costs before the first iteration.
#}
{% macro estimate(network=none) %}
  {% set where = "dbt_nn.estimate" %}
  {% set node = dbt_nn._node_to_estimate(network, where) %}
  {% set options = dbt_nn._resolved_options('train', node.config.meta.dbt_nn_options, where) %}
  {% set prepared = dbt_nn._prepared('select * from ' ~ dbt_nn._examples_of_node(node, where), options, where) %}
  {% set cost = dbt_nn._cost(prepared) %}
  {% for line in dbt_nn._estimate_lines(node.name, prepared, cost) %}
    {% do log(line, info=true) %}
  {% endfor %}
  {% do return(cost) %}
{% endmacro %}


{# The model of a network, as dbt knows it. #}
{% macro _node_to_estimate(network, where) %}
  {% set networks = [] %}
  {% for node in graph.nodes.values() if node.resource_type == 'model' and node.config.materialized == 'neural_network' %}
    {% if node.name == network %}
      {% do return(node) %}
    {% endif %}
    {% do networks.append(node.name) %}
  {% endfor %}
  {% do exceptions.raise_compiler_error(where ~ ": network is " ~ (network | tojson) ~ ", which is no model of dbt_nn.train; accepted: " ~ (networks | sort | join(', ') or "none, for there is no such model")) %}
{% endmacro %}


{# The one relation that the model of a network reads; it must stand. #}
{% macro _examples_of_node(node, where) %}
  {% set names = [] %}
  {% for key in node.depends_on.nodes %}
    {% set parent = graph.nodes[key] if key in graph.nodes else graph.sources[key] if key in graph.sources else none %}
    {% if parent is not none and parent.relation_name %}
      {% do names.append(parent.relation_name) %}
    {% endif %}
  {% endfor %}
  {% if names | length != 1 %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ node.name ~ " reads " ~ (names | join(' and ') or "no table") ~ "; accepted: a model whose examples are one table or view") %}
  {% endif %}
  {% do return(names[0]) %}
{% endmacro %}
