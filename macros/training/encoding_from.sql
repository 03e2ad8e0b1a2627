{#
  The network whose list of inputs a training takes, by `encoding_from`: {relation, options: as they are stored, shape}; none if there is
  none.
#}
{% macro _network_of_inputs(query, where) %}
  {% set relation = dbt_nn._marked_relation(query, 'encoding_from', where) %}
  {% if not relation %}
    {% do return(none) %}
  {% endif %}
  {% set what = where ~ ": encoding_from is " ~ relation %}
  {% if load_relation(dbt_nn._relation_of(relation)) is none %}
    {% do exceptions.raise_compiler_error(what ~ ", which does not exist; run its model first") %}
  {% endif %}
  {% do dbt_nn._check_is_network(relation, where ~ ": encoding_from " ~ relation) %}
  {% set rows = dbt_nn._query(dbt_nn._shape_rows(relation)).rows %}
  {% if rows | length == 1 %}
    {% do exceptions.raise_compiler_error(what ~ ", which has no parameters; run its model first") %}
  {% endif %}
  {% set shape = dbt_nn._shape_from_rows(rows, relation) %}
  {% set looked_up = dbt_nn._lookups(shape) | map(attribute='name') | list %}
  {% if looked_up %}
    {% do exceptions.raise_compiler_error(what ~ ", which encodes " ~ looked_up | join(', ')
      ~ " by mean label or frequency, which another network cannot reuse; train that network with encode={" ~ dbt_nn._shown(looked_up[0])
      ~ ": 'one_hot'} to use its inputs") %}
  {% endif %}
  {% do return({'relation': relation, 'options': dbt_nn._options_in(rows), 'shape': shape}) %}
{% endmacro %}


{# The options with what of that network says how its inputs come about. #}
{% macro _options_of_inputs(network, options) %}
  {% do return(dict(
    options, encode=fromjson(network.options.get('encode', '{}')), max_categories=network.options.max_categories | int,
    missing_indicator=network.options.missing_indicator == 'true'
  )) %}
{% endmacro %}


{# The description with the features in the order of that network; raises where one is missing or of another type. #}
{% macro _described_as(network, description, options, where) %}
  {% set problems = [] %}
  {% set features = dbt_nn._features_in_order(network, description, options, problems) %}
  {% if problems %}
    {% do exceptions.raise_compiler_error(where ~ ": encoding_from is " ~ network.relation ~ ", whose features differ:\n  - "
      ~ problems | join("\n  - ")) %}
  {% endif %}
  {% do return(dict(description, features=features)) %}
{% endmacro %}
