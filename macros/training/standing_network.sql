{#
  The existing relation where a network will be stored: {relation: of a network of `train`, or none; facts: its options as texts, {} where
  it has no rows}. A view is one too, as `dbt clone` leaves it.
#}
{% macro _network_that_stands(target) %}
  {% set relation = load_cached_relation(target) %}
  {% if relation is none or not dbt_nn._is_network(relation) %}
    {% do return({'relation': none, 'facts': {}}) %}
  {% endif %}
  {% do return({'relation': relation, 'facts': dbt_nn._stored_facts(relation)}) %}
{% endmacro %}


{#
  A network that training left beside the one of a model, `candidate` or `previous`, with its options as texts; none where there is no such
  table, or where another has the name: its rows say which model made it. The warehouse is asked, because dbt raises an error for a name
  that another table has in another case.
#}
{% macro _network_left(target, name, made_by=none) %}
  {% set relation = dbt_nn._beside(target, '__' ~ name) %}
  {% set tables = dbt_nn._relations_beside(target) | selectattr('type', 'equalto', 'table') | map(attribute='name') | list %}
  {% if relation.identifier not in tables or not dbt_nn._is_network(relation) %}
    {% do return(none) %}
  {% endif %}
  {% set facts = dbt_nn._stored_facts(relation) %}
  {% do return({'relation': relation, 'facts': facts} if facts.get('made_by') == (made_by or dbt_nn._made_by()) else none) %}
{% endmacro %}


{#
  Before anything is written: no other table has the name of a network that may be left beside this one, or of the table that becomes it.
#}
{% macro _check_networks_beside(target, names, where, made_by=none) %}
  {% set wanted = {} %}
  {% for name in names %}
    {% for left in [name, name ~ '__dbt_nn_made'] %}
      {% do wanted.update({(target.identifier ~ '__' ~ left) | lower: left}) %}
    {% endfor %}
  {% endfor %}
  {% set problems = [] %}
  {% for relation in (dbt_nn._relations_beside(target) if names else []) if relation.name | lower in wanted %}
    {% set name = wanted[relation.name | lower] %}
    {% if relation.name != target.identifier ~ '__' ~ name or dbt_nn._network_left(target, name, made_by) is none %}
      {% do problems.append(
        relation.name ~ " exists, but was not created by the training of this model, which needs this name; "
        ~ "rename it, or give the model another name"
      ) %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# The options of a stored network, by name, as texts, and `made_by`. #}
{% macro _stored_facts(relation) %}
  {% set found = {} %}
  {% for row in dbt_nn._query(
    "select input_name, output_name from " ~ relation ~ " where role = 'option' or (role = 'training' and input_name = 'made_by')"
  ).rows %}
    {% do found.update({row[0]: row[1]}) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{# Whether a stored network is what a training of these options and rows would end with. #}
{% macro _is_what_was_asked(facts, asked) %}
  {% do return(
    'rows_mark' in facts
    and dbt_nn._changed_rows(fromjson(facts.rows_mark), asked.rows) == ''
    and dbt_nn._changed_options(fromjson(facts.given_options), asked.given) == ''
    and (facts.get('capped') or '') | string == asked.capped | string
  ) %}
{% endmacro %}


{# The options of a network as its rows have them. #}
{% macro _trained_facts(node, where) %}
  {% set standing = load_relation(dbt_nn._relation_of(node.relation_name)) %}
  {% set stored = dbt_nn._stored_facts(standing) if standing is not none and dbt_nn._is_network(standing) else {} %}
  {% if 'label' not in stored %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ node.name ~ " is not trained yet; run its model first") %}
  {% endif %}
  {% do return(stored) %}
{% endmacro %}
