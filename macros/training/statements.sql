{#
  Types, ids, counts, infinities, categories and classes are asked for, the rows are hashed; weights are checked and added up by class. Then
  the examples and the parameters get a table each, in every loop, and the columns of the parameters are asked for. Of a warm start,
  columns, counts and shape are asked for, and categories are not. The members of a fleet get a table, which is read four times.
#}
{% macro _statements_before(prepared, loops) %}
  {% set description = prepared.description %}
  {% set kinds = description.features | map(attribute='kind') | list %}
  {% set classes = prepared.network.classes %}
  {% do return(
    4 + (1 if description.id is not none else 0) + (1 if 'number' in kinds + [description.label.kind] or 'date' in kinds else 0)
    + (3 if prepared.warm_start else dbt_nn._statements_of_encodings(description.features))
    + (1 if classes else 0) + (1 if classes and prepared.validates else 0)
    + (1 if dbt_nn._loss(prepared.network.loss).least_label is not none else 0)
    + (1 if description.weight is not none else 0) + dbt_nn._statements_of_split(description.split)
    + (1 if prepared.encoding.class_weights else 0) + 3 * loops
    + ((6 if prepared.fleet.group_by else 5) if prepared.fleet else 0)
  ) %}
{% endmacro %}


{#
  The network is stored. Before, the validation rows are measured for each loop, and the outcomes of a fleet get a table, which is read for
  whether there is one, which is the best, and what shape that has.
#}
{% macro _statements_after(prepared, loops) %}
  {% set options = prepared.options %}
  {% set fleet = prepared.fleet %}
  {% set chooses = fleet and (fleet.trials | length > 1 or fleet.restarts > 1 and fleet.combine != 'mean') %}
  {% do return(
    1 + loops * ((1 if options.interval else 0) + (8 if options.calibrate == 'temperature' else 0))
    + (2 if fleet else 0) + (1 if chooses else 0) + (1 if fleet and dbt_nn._differ_in_shape(fleet.trials) else 0)
  ) %}
{% endmacro %}


{# A text is counted once for each of its encodings, and a rank looks for its quantiles. #}
{% macro _statements_of_encodings(features) %}
  {% set count = namespace(statements=0) %}
  {% for feature in features %}
    {% set names = feature.encode | map(attribute='as') | list %}
    {% set asked = (names | length or 1) if feature.kind == 'text' else names | select('equalto', 'rank') | list | length %}
    {% set count.statements = count.statements + asked %}
  {% endfor %}
  {% do return(count.statements) %}
{% endmacro %}


{# A split by time or class counts first, and then looks for its thresholds; groups are counted. #}
{% macro _statements_of_split(rule) %}
  {% do return(
    1 + dbt_nn._splits_to_start(rule.fractions) | length if rule.get('by_time') else 2 if rule.get('stratify')
    else 1 if rule.get('group') else 0
  ) %}
{% endmacro %}
