{#
  The fleet that stands, where its options are those of today: {relation, mark}; {} where every network is trained again, as with balanced
  class weights, which depend on the rows of all groups.
#}
{% macro _standing_fleet(prepared) %}
  {% set facts = prepared.standing.facts %}
  {% if 'fleet' not in facts or 'given_options' not in facts or should_full_refresh() or not prepared.options.resume
    or prepared.options.class_weights == 'balanced' or facts.get('capped', '') | string != prepared.capped | string
    or dbt_nn._changed_options(fromjson(facts.given_options), prepared.given) %}
    {% do return({}) %}
  {% endif %}
  {% do return({'relation': prepared.standing.relation, 'mark': fromjson(facts.fleet).get('inputs_mark', '')}) %}
{% endmacro %}


{#
  The encoding with the inputs of each feature in the order of the standing fleet, and the fills of its texts, where the inputs are the
  same: they are ordered by how frequent categories are, and a new row of one group would change all networks.
#}
{% macro _in_standing_order(encoding, standing) %}
  {% if 'fleet' not in standing.get('facts', {}) %}
    {% do return(encoding) %}
  {% endif %}
  {% set before = dbt_nn._shape_from_rows(dbt_nn._query(dbt_nn._shape_rows(standing.relation)).rows, standing.relation).sources %}
  {% set features = [] %}
  {% for feature in encoding.features %}
    {% set known = before.get(feature.index, {'inputs': []}) %}
    {% set names = known.inputs | map(attribute='name') | list %}
    {% if names | sort == feature.inputs | map(attribute='name') | list | sort %}
      {% set inputs = [] %}
      {% for name in names %}
        {% do inputs.append(feature.inputs | selectattr('name', 'equalto', name) | first) %}
      {% endfor %}
      {% do features.append(dict(feature, inputs=inputs, fill=known.fill if feature.kind == 'text' else feature.fill)) %}
    {% else %}
      {% do features.append(feature) %}
    {% endif %}
  {% endfor %}
  {% do return(dict(encoding, features=features)) %}
{% endmacro %}
