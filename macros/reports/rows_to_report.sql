{#
  The labeled rows of a report: {name, nodes, relation, all, columns, examples, split}. `data` names a model, a seed or a source; without
  it they are the rows of the model of the network's predictions, or else those that the network's model reads. Rows that are not predicted
  are predicted in each query; `nodes` are the models of the predictions, whose gates belong to the network. `all` has also the rows for
  which a fleet has no network.
#}
{% macro _rows_to_report(where, node, network, shape, data) %}
  {% set scored = dbt_nn._nodes_of_predictions(node, none, where) %}
  {% set nodes = [] %}
  {% set with_label = [] %}
  {% for reader in graph.nodes.values() if reader.resource_type == 'model' and reader.name in scored | map(attribute='name') | list %}
    {% do nodes.append(reader.unique_id) if node.unique_id in reader.depends_on.nodes %}
  {% endfor %}
  {% for one in scored if dbt_nn._only_column(one.columns, shape.label) %}
    {% do with_label.append(one) %}
  {% endfor %}
  {% if data is not none %}
    {% set chosen = dbt_nn._data_named(where, data) %}
  {% elif with_label %}
    {% set chosen = with_label[0] %}
  {% else %}
    {% set read = dbt_nn._relations_of_node(node, where).examples %}
    {% set chosen = {'name': dbt_nn._parts_of_name(read)[-1], 'relation_name': read} %}
  {% endif %}
  {% set relation = dbt_nn._relation_of(chosen.relation_name) %}
  {% if load_relation(relation) is none %}
    {% do dbt_nn._raise_problems(where, ["data is " ~ chosen.name ~ ", which does not exist in the warehouse; run it first"]) %}
  {% endif %}
  {% set columns = dbt_nn._columns_of_examples(relation) %}
  {% set is_scored = dbt_nn._columns_alike(columns, 'predicted_value' if not shape.classes else 'predicted_label') %}
  {% set predicted = relation if is_scored else '(\n' ~ dbt_nn._predictions(
    dbt_nn._with_decision(shape, none, none, where), network, relation
  ) ~ '\n) as predicted_rows' %}
  {% set columns = dbt_nn._columns_in('select * from ' ~ predicted) %}
  {% do return({
    'name': chosen.name, 'nodes': nodes, 'relation': dbt_nn._rows_answered(predicted, columns, shape), 'all': predicted,
    'columns': columns, 'examples': relation, 'split': dbt_nn._only_column(columns, 'split')
  }) %}
{% endmacro %}


{# Of a fleet, the rows that one of its networks predicts. #}
{% macro _rows_answered(predicted, columns, shape) %}
  {% if not shape.fleet %}
    {% do return(predicted) %}
  {% endif %}
  {% set answer = dbt_nn._column_named(columns, 'predicted_label' if shape.classes else 'predicted_value') %}
  {% do return('(select * from ' ~ predicted ~ ' where ' ~ answer.quoted ~ ' is not null) as answered_rows') %}
{% endmacro %}


{# A model, a seed, a snapshot or a source, by its name; of a source also `source.table`. #}
{% macro _data_named(where, name) %}
  {% set known = [] %}
  {% set kinds = ['model', 'seed', 'snapshot', 'source'] %}
  {% for node in (graph.nodes.values() | list) + (graph.sources.values() | list) if node.resource_type in kinds %}
    {% set full = node.source_name ~ '.' ~ node.name if node.resource_type == 'source' else node.name %}
    {% if name in [node.name, full] and node.relation_name %}
      {% do return({'name': full, 'relation_name': node.relation_name}) %}
    {% endif %}
    {% do known.append(full) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, ["data is " ~ dbt_nn._not_among(name, known)]) %}
{% endmacro %}


{# The rows of one split, to read from; of the relation that is given, or of all that are predicted. #}
{% macro _rows_of_split(rows, split, relation=none) %}
  {% set relation = relation or rows.relation %}
  {% if split is none %}
    {% do return(relation) %}
  {% endif %}
  {% do return('(select * from ' ~ relation ~ ' where ' ~ rows.split.quoted ~ " = '" ~ split ~ "') as held_out_rows") %}
{% endmacro %}
