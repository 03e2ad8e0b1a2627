{#
  The gates of a network, judged now: [{name, gate, model, where, severity, arguments, fails, rows}], by the data tests of this package that
  the project has on the network, on what it reads, on its predictions, or with the network as an argument. What a test found when it last
  ran is not known here, so its own query is run again, with the rows that pass.
#}
{% macro _gates_judged(network, scored) %}
  {% set near = [network.unique_id] + network.depends_on.nodes + scored %}
  {% set judged = [] %}
  {% for test in graph.nodes.values() if test.resource_type == 'test' and test.test_metadata is defined and test.test_metadata %}
    {% set gate = dbt_nn._gate_named(test.test_metadata.name) if test.test_metadata.namespace == 'dbt_nn' else none %}
    {% set is_near = test.attached_node in near or network.unique_id in test.depends_on.nodes %}
    {% if gate and is_near and test.attached_node in graph.nodes %}
      {% do judged.append(dbt_nn._gate_judged(test, gate, graph.nodes[test.attached_node])) %}
    {% endif %}
  {% endfor %}
  {% do return(judged | sort(attribute='name')) %}
{% endmacro %}


{% macro _gate_judged(test, gate, node) %}
  {% set condition = test.config.get('where') %}
  {% set given = dict(gate.arguments) %}
  {% for name, value in test.test_metadata.kwargs.items() if name in given %}
    {% do given.update({name: dbt_nn._relation_named(value, test) if name in ['network', 'baseline', 'reference'] else value}) %}
  {% endfor %}
  {% set shown = {} %}
  {% for name, value in given.items() if value is not none and value is not mapping %}
    {% do shown.update({name: value if value is number or value is boolean or dbt_nn._is_list(value) else value | string}) %}
  {% endfor %}
  {% set facts = {
    'name': test.name, 'gate': test.test_metadata.name, 'model': node.name, 'where': condition, 'severity': test.config.severity | lower,
    'arguments': shown
  } %}
  {% set relation = dbt_nn._relation_of(node.relation_name) %}
  {% if load_relation(relation) is none %}
    {% do return(dict(facts, fails=none, rows=[])) %}
  {% endif %}
  {% set model = '(select * from ' ~ relation ~ ' where ' ~ condition ~ ') as dbt_subquery' if condition else relation %}
  {% set where = 'dbt_nn.' ~ facts.gate ~ ' on ' ~ node.name %}
  {% set query = gate.query(where, model, given, {}, condition) if gate.get('has_condition') else gate.query(where, model, given) %}
  {% set rows = dbt_nn._rows_judged(dbt_nn._query(query), dbt_nn._query(dbt_nn._turn_to(query, 'failing', '1 = 1')), given) %}
  {% do return(dict(facts, fails=rows | selectattr('fails') | list | length > 0, rows=rows)) %}
{% endmacro %}


{# The rows of a gate: {group, value, baseline_value, examples, fails, message}; those that fail, then those that are nearest to it. #}
{% macro _rows_judged(failing, all, given) %}
  {% set found = [] %}
  {% set groups = [] %}
  {% for row in failing.rows %}
    {% do found.append(dict(dbt_nn._row_judged(failing.column_names, row, given), fails=true)) %}
    {% do groups.append(found[-1].group) %}
  {% endfor %}
  {% set passing = [] %}
  {% for row in all.rows %}
    {% set judged = dbt_nn._row_judged(all.column_names, row, given) %}
    {% do passing.append(dict(judged, fails=false, message='')) if judged.group not in groups %}
  {% endfor %}
  {% do return(found + passing | sort(attribute='group') | sort(attribute='nearness', reverse=true)) %}
{% endmacro %}


{# What has no other meaning is a column of the group: `feature = tenure, split = train`; of a fleet, its network comes first. #}
{% macro _row_judged(names, row, given) %}
  {% set own = ['metric', 'metric_value', 'baseline_value', 'margin', 'at_least', 'at_most', 'examples', 'message', 'parameters',
    'trained_at', 'network_key'] %}
  {% set values = {} %}
  {% set group = [] %}
  {% for name in names %}
    {% set value = row[loop.index0] %}
    {% do values.update({name | lower: value}) %}
    {% do group.append(name ~ ' = ' ~ value) if name | lower not in own %}
    {% do group.insert(0, value) if name | lower == 'network_key' and value %}
  {% endfor %}
  {% set value = dbt_nn._json_number(values.get('metric_value')) %}
  {% set baseline = dbt_nn._json_number(values.get('baseline_value')) %}
  {% set nearness = 0 if value is none else -((value - (baseline or 0)) | abs) if 'margin' in given
    else -value if given.get('at_least') is not none else value %}
  {% do return({
    'group': group | join(', '), 'value': value, 'baseline_value': baseline, 'nearness': nearness,
    'examples': dbt_nn._json_number(values.get('examples')), 'message': values.get('message') or ''
  }) %}
{% endmacro %}


{# The relation of an argument such as ref('churn_network'), as the data test depends on it; the text as it is where none fits. #}
{% macro _relation_named(text, test) %}
  {% set quoted = (text | string | replace('"', "'")).split("'") %}
  {% for key in test.depends_on.nodes %}
    {% set node = graph.nodes[key] if key in graph.nodes else graph.sources[key] if key in graph.sources else none %}
    {% if node is not none and node.relation_name and node.name in quoted %}
      {% do return(dbt_nn._relation_of(node.relation_name)) %}
    {% endif %}
  {% endfor %}
  {% do return(text) %}
{% endmacro %}
