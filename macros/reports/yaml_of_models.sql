{# The models of a network's predictions: those named, else all that read the network and have the columns of predictions. #}
{% macro _nodes_of_predictions(network, names, where) %}
  {% set found = [] %}
  {% set readers = [] %}
  {% for node in graph.nodes.values() if node.resource_type == 'model' and network.unique_id in node.depends_on.nodes %}
    {% do readers.append(node) if node.config.materialized != 'ephemeral' and (not names or node.name in dbt_nn._as_list(names)) %}
  {% endfor %}
  {% for node in readers | sort(attribute='name') %}
    {% set columns = dbt_nn._columns_of_examples(dbt_nn._relation_of(node.relation_name)) %}
    {% set is_scored = dbt_nn._columns_alike(columns, 'predicted_label') or dbt_nn._columns_alike(columns, 'predicted_value') %}
    {% if is_scored %}
      {% do found.append(dict(name=node.name, relation_name=node.relation_name, columns=columns)) %}
    {% endif %}
  {% endfor %}
  {% for name in dbt_nn._as_list(names) if name not in found | map(attribute='name') | list %}
    {% do exceptions.raise_compiler_error(where ~ ": predictions is " ~ dbt_nn._shown(name)
      ~ "; accepted: tables and views that read " ~ network.name ~ " and have a column predicted_label or predicted_value: "
      ~ (found | map(attribute='name') | join(', ') or "none; run the model of the predictions first")) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{% macro _yaml_of_network(node, stored, where) %}
  {% set relation = dbt_nn._relation_of(node.relation_name) %}
  {% set columns = [] %}
  {% for column in dbt_nn._columns_in('select * from ' ~ relation) %}
    {% set block = column.name | lower if column.name | lower == 'network_key' else 'network_' ~ column.name | lower %}
    {% do columns.append(dict(column, description=dbt_nn._doc(block))) %}
  {% endfor %}
  {% set gates = ['- dbt_nn.parameters_finite'] %}
  {% set found = dbt_nn._query(dbt_nn._convergence_gate(dbt_nn._tested_history(where, relation), 'train_loss', 10, 0.05)).rows %}
  {% if found %}
    {% do gates.append('# fails today, because ' ~ found[0]['message']) %}
    {% do gates.append('# - dbt_nn.training_converged') %}
  {% else %}
    {% do gates.append('- dbt_nn.training_converged') %}
  {% endif %}
  {% do return(dbt_nn._yaml_of_model(node.name, 'Network that predicts ' ~ stored.label ~ '.', columns, gates)) %}
{% endmacro %}


{% macro _yaml_of_predictions(scored, network, stored, where) %}
  {% set columns = [] %}
  {% for column in scored.columns %}
    {% do columns.append(dict(column, description=dbt_nn._description_of_prediction(column.name, network, stored))) %}
  {% endfor %}
  {% set gates = dbt_nn._gates_to_start_from(scored, stored.label, where) %}
  {% do return(dbt_nn._yaml_of_model(scored.name, 'Predictions of ' ~ network ~ '.', columns, gates)) %}
{% endmacro %}


{# What a column of predictions is, where that is known: a column that the network adds, or one that it was trained on. #}
{% macro _description_of_prediction(name, network, stored) %}
  {% set lower = name | lower %}
  {% set features = fromjson(stored.get('features', '[]')) | map('lower') | list %}
  {% set answers = ['predicted_label', 'predicted_probability', 'predicted_value', 'predicted_low', 'predicted_high'] %}
  {% if lower in answers + ['split', 'network_version'] %}
    {% do return(dbt_nn._doc(lower)) %}
  {% elif lower == stored.label | lower %}
    {% do return('The label: what ' ~ network ~ ' predicts.') %}
  {% elif lower in features %}
    {% do return('Feature of ' ~ network ~ '.') %}
  {% elif lower == stored.get('example_id', '') | lower %}
    {% do return('Identifier of the row.') %}
  {% elif lower.startswith('probability_') %}
    {% do return(dbt_nn._doc('probability')) %}
  {% elif lower.startswith('predicted_quantile_') %}
    {% do return(dbt_nn._doc('predicted_quantile')) %}
  {% endif %}
  {% do return('') %}
{% endmacro %}


{% macro _doc(block) %}
  {% do return("{{ doc('dbt_nn', '" ~ block ~ "') }}") %}
{% endmacro %}
