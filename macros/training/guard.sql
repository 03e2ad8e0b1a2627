{#
  A stage between the parameters and the update that is not ephemeral would be read as it stood before training, in every iteration:
  the gradient would be frozen, and nothing would look wrong. So would the update's own ephemeral parameters.
#}
{% macro _guard_stages(model, parameters, where) %}
  {% if parameters.startswith('__dbt__cte__') %}
    {% do exceptions.raise_compiler_error(
      where ~ ": the parameters are read from the ephemeral model " ~ parameters[12:]
      ~ "; materialize it as a table, so that every run starts from the same rows"
    ) %}
  {% endif %}

  {% set frozen = [] %}
  {% for node in dbt_nn._nodes_between(parameters, model) if node.config.materialized != 'ephemeral' %}
    {% do frozen.append(node.name ~ " is materialized as " ~ node.config.materialized) %}
  {% endfor %}
  {% if frozen %}
    {% do exceptions.raise_compiler_error(
      where ~ ": models between the parameters and the update must be ephemeral, "
      ~ "otherwise every iteration reads their values from before training. Not ephemeral: " ~ frozen | sort | join(', ')
    ) %}
  {% endif %}
{% endmacro %}


{# The nodes that are built from a relation and that a model is built from. #}
{% macro _nodes_between(relation, model) %}
  {% set upstream = dbt_nn._upstream(model) %}
  {% set starts = dbt_nn._nodes_of_relation(upstream, relation) %}
  {% set state = namespace(reached=starts, grew=true) %}
  {% for pass in upstream %}
    {% if state.grew %}
      {% set state.grew = false %}
      {% for key, node in upstream.items() %}
        {% if key not in state.reached and dbt_nn._overlap(node.get('depends_on', {}).get('nodes', []), state.reached) %}
          {% set state.reached = state.reached + [key] %}
          {% set state.grew = true %}
        {% endif %}
      {% endfor %}
    {% endif %}
  {% endfor %}

  {% set between = [] %}
  {% for key in state.reached if key not in starts %}
    {% do between.append(upstream[key]) %}
  {% endfor %}
  {% do return(between) %}
{% endmacro %}


{% macro _overlap(one, other) %}
  {% for key in one %}
    {% if key in other %}
      {% do return(true) %}
    {% endif %}
  {% endfor %}
  {% do return(false) %}
{% endmacro %}


{# Every node that a model is built from, by unique id. #}
{% macro _upstream(model) %}
  {% set found = {} %}
  {% set state = namespace(next=model.depends_on.nodes) %}
  {% for pass in range(graph.nodes | length) %}
    {% if state.next %}
      {% set parents = [] %}
      {% for key in state.next %}
        {% set node = graph.nodes[key] if key in graph.nodes else graph.sources[key] if key in graph.sources else none %}
        {% if key not in found and node is not none %}
          {% do found.update({key: node}) %}
          {% do parents.extend(node.get('depends_on', {}).get('nodes', [])) %}
        {% endif %}
      {% endfor %}
      {% set state.next = parents %}
    {% endif %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{# The nodes that a rendered relation may be: under --defer only the last part of its name is the same. #}
{% macro _nodes_of_relation(nodes, relation) %}
  {% set last = relation.split('.')[-1] | replace('"', '') | replace('`', '') | lower %}
  {% set exact = [] %}
  {% set alike = [] %}
  {% for key, node in nodes.items() %}
    {% if node.get('relation_name') == relation %}
      {% do exact.append(key) %}
    {% elif (node.get('alias') or node.get('identifier') or node.name) | lower == last %}
      {% do alike.append(key) %}
    {% endif %}
  {% endfor %}
  {% do return(exact or alike) %}
{% endmacro %}


{#
  A read of the parameters without the mark may be intended; if the mark was forgotten, the stage is frozen. So it is logged.
#}
{% macro _warn_of_frozen_reads(query, parameters, where) %}
  {% set rest = dbt_nn._turn_to(query, 'parameters', '') %}
  {% for piece in rest.split(parameters)[1:] %}
    {% if not (piece[:1].isalnum() or piece[:1] == '_') and loop.first %}
      {% do exceptions.warn(
        where ~ ": " ~ parameters ~ " is also read without dbt_nn.parameters(): "
        ~ "that read always returns the initial parameters"
      ) %}
    {% endif %}
  {% endfor %}
{% endmacro %}
