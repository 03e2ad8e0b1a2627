{# The node of a network's model, by the name that an operation gets. #}
{% macro _node_of_network(network, where) %}
  {% do dbt_nn._refuse_adapter(where) %}
  {% set networks = [] %}
  {% for node in graph.nodes.values() if node.resource_type == 'model' and node.config.materialized == 'neural_network' %}
    {% if node.name == network %}
      {% do return(node) %}
    {% endif %}
    {% do networks.append(node.name) %}
  {% endfor %}
  {% set nearest = dbt_nn._nearest(network, networks) if network is string else '' %}
  {% do exceptions.raise_compiler_error(
    where ~ ": network is " ~ dbt_nn._shown(network) ~ ", which is not a model of dbt_nn.train; " ~ ("did you mean " ~ nearest ~ "? "
      if nearest else "") ~ "accepted: " ~ (networks | sort | join(', ') or "none, because there is no such model")
  ) %}
{% endmacro %}


{# What the model of a network reads: the one relation of its examples, which must stand, and the network to start from, if there is one. #}
{% macro _relations_of_node(node, where) %}
  {% set names = [] %}
  {% set networks = [] %}
  {% for key in node.depends_on.nodes %}
    {% set parent = graph.nodes[key] if key in graph.nodes else graph.sources[key] if key in graph.sources else none %}
    {% if parent is not none and parent.config.get('materialized') == 'neural_network' and 'warm_start' in node.raw_code %}
      {% do networks.append(dbt_nn._relation_of(parent.relation_name)) %}
    {% elif parent is not none and parent.relation_name %}
      {% do names.append(parent.relation_name) %}
    {% endif %}
  {% endfor %}
  {% if names | length != 1 %}
    {% do exceptions.raise_compiler_error(
      where ~ ": " ~ node.name ~ " reads " ~ (names | join(' and ') or "no table")
      ~ "; accepted: a model whose examples are one table or view"
    ) %}
  {% endif %}
  {% do return({'examples': names[0], 'warm_start': networks[0] if networks else none}) %}
{% endmacro %}
