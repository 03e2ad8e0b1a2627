{#
  What a report shows of a network, as one dict that JSON has: aggregates only, each from the relation that its key names. `given` is
  {network, data, positive_class, class, false_positive_cost, false_negative_cost, repeats}.
#}
{% macro _report_facts(where, given) %}
  {% set node = dbt_nn._node_of_network(given.network, where) %}
  {% set stored = dbt_nn._trained_facts(node, where) %}
  {% set network = dbt_nn._relation_of(node.relation_name) %}
  {% set shape = dbt_nn._network_shape(network, where) %}
  {% set rows = dbt_nn._rows_to_report(where, node, network, shape, given.data) %}
  {% set gates = dbt_nn._gates_judged(node, rows.nodes) %}
  {% set positive = dbt_nn._positive_to_report(given, shape, gates) %}
  {% set asked = {
    'predictions': rows.relation, 'label': stored.label, 'by': [], 'example_weight': none, 'metrics': none, 'positive_class': positive,
    'classes': shape.classes or none
  } %}
  {% set facts = {
    'format': 1,
    'made': dbt_nn._made_of_report(),
    'network': dbt_nn._network_to_report(node, stored, shape),
    'data': {'name': rows.name, 'held_out': none, 'splits': []},
    'positive_class': positive,
    'gates': gates,
    'trainings': dbt_nn._json_rows(dbt_nn._trainings(network), dbt_nn._texts_of_trainings()) | sort(attribute='training'),
    'history': dbt_nn._history_to_report(network, shape)
  } %}
  {% do dbt_nn._add_evaluation(facts, where, asked, rows, given) %}
  {% do dbt_nn._add_fleet(facts, where, asked, rows, network, shape, stored) if shape.fleet %}
  {% do dbt_nn._add_explanation(facts, where, asked, rows, given, network, shape) %}
  {% do return(facts) %}
{% endmacro %}


{% macro _made_of_report() %}
  {% do return({
    'at': dbt_nn._utc_now().strftime('%Y-%m-%d %H:%M'), 'dbt_version': dbt_version, 'version': dbt_nn._version() | trim,
    'invocation_id': invocation_id, 'target': target.name, 'warehouse': dbt_nn._warehouse().name, 'schema': target.schema
  }) %}
{% endmacro %}


{% macro _network_to_report(node, stored, shape) %}
  {% set features = [] %}
  {% for feature in shape.sources.values() %}
    {% do features.append({'feature': feature.name, 'kind': feature.kind, 'inputs': feature.inputs | length}) %}
  {% endfor %}
  {% set options = {} %}
  {% for name in stored | sort if name != 'made_by' %}
    {% do options.update({name: stored[name]}) %}
  {% endfor %}
  {% do return({
    'name': node.name, 'description': (node.description or '') | trim, 'label': stored.label, 'task': stored.task, 'loss': stored.loss,
    'classes': shape.classes, 'features': features, 'inputs': shape.features | length, 'hidden_layers': shape.hidden_layers,
    'parameters': shape.parameters, 'example_id': shape.example_id, 'options': options,
    'version': dbt_nn._json_number(shape.network_version)
  }) %}
{% endmacro %}


{# Of a fleet, a loss is drawn where one network predicts; of more there are too many. #}
{% macro _history_to_report(network, shape) %}
  {% set key = '' %}
  {% if shape.fleet %}
    {% set keys = dbt_nn._query(dbt_nn._answering_members(network)).rows %}
    {% if keys | length != 1 %}
      {% do return([]) %}
    {% endif %}
    {% set key = keys[0][0] %}
  {% endif %}
  {% set history = dbt_nn._json_rows(dbt_nn._thinned_history(network, 200), ['network_key', 'is_best']) %}
  {% do return(history | selectattr('network_key', 'in', [key, none] if key == '' else [key]) | sort(attribute='iteration')) %}
{% endmacro %}


{% macro _texts_of_trainings() %}
  {% set texts = [] %}
  {% for name, kind in dbt_nn._facts_of_trainings().items() if kind in ['timestamp', 'text'] %}
    {% do texts.append(name) %}
  {% endfor %}
  {% do return(texts) %}
{% endmacro %}


{# Of two classes, the one that is looked for: as asked, else as a gate says, else the second. #}
{% macro _positive_to_report(given, shape, gates) %}
  {% if given.positive_class is not none %}
    {% do return(shape.classes[dbt_nn._number_of_class('dbt_nn.report', 'positive_class', given.positive_class, shape) - 1]) %}
  {% elif shape.classes | length != 2 %}
    {% do return(none) %}
  {% endif %}
  {% for gate in gates if gate.arguments.get('positive_class') in shape.classes %}
    {% do return(gate.arguments.positive_class) %}
  {% endfor %}
  {% do return(shape.classes[1]) %}
{% endmacro %}
