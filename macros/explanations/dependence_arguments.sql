{# What is wrong with the arguments, as far as they tell without looking at the network. #}
{% macro _check_dependence_arguments(where, given) %}
  {% set problems = dbt_nn._problems_of_network_and_examples(given)
    + dbt_nn._text_problems('feature', given.feature, "the name of one of the network's features") %}
  {% set is_count = dbt_nn._is_integer(given.grid) and given.grid >= 1 and given.grid <= 1000 %}
  {% if not is_count and not (dbt_nn._is_list(given.grid) and given.grid | length > 0) %}
    {% do problems.append(dbt_nn._wrong('grid', given.grid, "an integer from 1 to 1000, or a list of values")) %}
  {% endif %}
  {% do problems.extend(dbt_nn._class_problems_of('class', given['class']) + dbt_nn._problems_of_rows(given)) %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# The same of a network that is known, as one record. #}
{% macro _dependence_asked(where, given, shape, columns) %}
  {% do dbt_nn._check_features_there(shape, columns, where ~ " on " ~ given.examples, dbt_nn._columns_of_answering(shape)) %}
  {% set features = shape.sources.values() | list %}
  {% set feature = dbt_nn._only_column(features, given.feature) %}
  {% if not feature %}
    {% set names = features | map(attribute='name') | list %}
    {% do dbt_nn._raise_problems(where, ["feature " ~ dbt_nn._not_found(given.feature, names, "the network's features")]) %}
  {% endif %}
  {% set inputs = [] %}
  {% for input in shape.inputs if input.feature.index == feature.index %}
    {% do inputs.append(shape.inputs.index(input) + 1) %}
  {% endfor %}
  {% set chosen = dbt_nn._class_to_explain(where, given['class'], shape) %}
  {% set id = dbt_nn._only_column(columns, shape.example_id) if shape.example_id else none %}
  {% do return({
    'where': where, 'network': shape, 'relation': given.network, 'examples': given.examples, 'columns': columns, 'feature': feature,
    'inputs': inputs, 'class_numbers': [chosen] if chosen is not none else range(1, shape.classes | length + 1) | list,
    'grid': given.grid, 'grid_values': dbt_nn._grid_values(where, given.grid, feature, shape),
    'id': dbt_nn._drifted_id(shape.example_id_type, id).text if id else '',
    'label_value': '', 'conditions': [], 'hashed_as': 'dependence', 'max_rows': given.max_rows, 'random_seed': given.random_seed
  }) %}
{% endmacro %}


{# The values of the grid as the feature's raw column has them, where they are known before the query runs; else []. #}
{% macro _grid_values(where, grid, feature, shape) %}
  {% set values = [] %}
  {% if dbt_nn._is_list(grid) %}
    {% set values = grid %}
  {% elif feature.kind == 'boolean' %}
    {% set values = [false, true][:grid] %}
  {% elif feature.kind == 'text' and dbt_nn._is_one_hot(feature) %}
    {% set values = (feature.inputs | selectattr('kind', 'equalto', 'category') | map(attribute='category') | list)[:grid] %}
  {% endif %}
  {% set literals = [] %}
  {% set problems = [] %}
  {% for value in values %}
    {% set raw = dbt_nn._raw_of_value(feature, value, shape) %}
    {% do literals.append(raw) %}
    {% if not raw %}
      {% do problems.append("grid: " ~ dbt_nn._shown(value) ~ " is not a value of feature " ~ feature.name ~ "; accepted: "
        ~ dbt_nn._values_accepted(feature)) %}
    {% endif %}
  {% endfor %}
  {% if dbt_nn._repeated(literals) %}
    {% do problems.append("grid is " ~ dbt_nn._shown(grid) ~ "; accepted: distinct values") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do return(literals) %}
{% endmacro %}


{# Whether a text is encoded by its categories alone, of which the network knows the most frequent ones. #}
{% macro _is_one_hot(feature) %}
  {% do return(feature.inputs | rejectattr('kind', 'in', ['category', 'other', 'missing']) | list == []) %}
{% endmacro %}
