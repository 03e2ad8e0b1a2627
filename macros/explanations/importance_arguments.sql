{# What is wrong with the arguments, as far as they tell without looking at the network. #}
{% macro _check_importance_arguments(where, given) %}
  {% set problems = dbt_nn._problems_of_network_and_examples(given)
    + dbt_nn._text_problems('label', given.label, "the name of the column that holds the true value", optional=true)
    + dbt_nn._choice_problems('metric', given.metric, dbt_nn._metric_names(), optional=true)
    + dbt_nn._class_problems_of('positive_class', given.positive_class)
    + dbt_nn._whole_number_problems('repeats', given.repeats, 1, 1000) %}
  {% set metric = dbt_nn._metric_named(given.metric) if given.metric is string else none %}
  {% if metric and metric.get('needs') and given.positive_class is none %}
    {% do problems.append("positive_class is missing: " ~ given.metric
      ~ " is computed for one class, such as positive_class='yes'") %}
  {% endif %}
  {% if given.together is undefined or not dbt_nn._are_groups(dbt_nn._as_list(given.together)) %}
    {% do problems.append(dbt_nn._wrong('together', given.together,
      "a list of groups of at least two features each, such as [['lat', 'lon']]")) %}
  {% endif %}
  {% if given.split is not none and given.split not in ['train', 'validation', 'test'] %}
    {% do problems.append(dbt_nn._wrong('split', given.split, "train, validation, test, or none for all rows")) %}
  {% endif %}
  {% if given.by is undefined or dbt_nn._as_list(given.by) not in [[], ['network_key']] %}
    {% do problems.append(dbt_nn._wrong('by', given.by, "['network_key'], or [] for all networks together")) %}
  {% endif %}
  {% do problems.extend(dbt_nn._problems_of_rows(given)) %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{% macro _are_groups(groups) %}
  {% for group in groups if not dbt_nn._is_list(group) or not dbt_nn._all_texts(group) or group | length < 2 %}
    {% do return(false) %}
  {% endfor %}
  {% do return(true) %}
{% endmacro %}


{# How many rows are read, and which. #}
{% macro _problems_of_rows(given) %}
  {% set problems = dbt_nn._whole_number_problems('random_seed', given.random_seed, -2147483648, 2147483647) %}
  {% if given.max_rows is not none and (not dbt_nn._is_integer(given.max_rows) or given.max_rows < 2) %}
    {% do problems.append(dbt_nn._wrong('max_rows', given.max_rows, "an integer of at least 2, or none for all rows")) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# The same of a network that is known, as one record. #}
{% macro _importance_asked(where, given, shape) %}
  {% set columns = dbt_nn._columns_of_examples(given.examples) %}
  {% set place = where ~ " on " ~ given.examples %}
  {% do dbt_nn._check_features_there(shape, columns, place, dbt_nn._columns_of_answering(shape)) %}
  {% set task = 'classification' if shape.classes else 'regression' %}
  {% set metric = given.metric or ('log_loss' if shape.classes else 'rmse') %}
  {% set label_name = given.label or shape.label %}
  {% set problems = dbt_nn._column_problems(columns, [label_name]) if columns else [] %}
  {% if dbt_nn._metric_named(metric).task != task %}
    {% do problems.append("metric is " ~ metric ~ ", and the task of the network is " ~ task ~ "; accepted: "
      ~ dbt_nn._metric_names(task) | join(', ')) %}
  {% endif %}
  {% set is_held_out = shape.fleet and shape.fleet.folds %}
  {% if is_held_out and given.split == 'train' %}
    {% do problems.append("split is train, but with folds every row is predicted by the network that has not seen it; accepted: "
      ~ "validation, test, or none for all rows") %}
  {# A rule has its thresholds at least; there are none where every row trained. #}
  {% elif shape.split_rule | length == 1 and given.split in ['validation', 'test'] and not is_held_out %}
    {% do problems.append("split is " ~ given.split
      ~ ", but the network was trained on every row; accepted: train, or none for all rows") %}
  {% endif %}
  {% do dbt_nn._raise_problems(place, problems) %}
  {% set positive = none %}
  {% if given.positive_class is not none %}
    {% set positive = dbt_nn._number_of_class(where, 'positive_class', given.positive_class, shape) %}
  {% endif %}
  {% set label = dbt_nn._column_to_read(columns, label_name) %}
  {% set value = dbt_nn._text_of_class(label.quoted, label.type or dbt.type_string()) if shape.classes
    else dbt_nn._to_double(label.quoted) %}
  {% set id = dbt_nn._only_column(columns, shape.example_id) if shape.example_id else none %}
  {% do return({
    'where': where, 'network': shape, 'relation': given.network, 'examples': given.examples, 'columns': columns, 'metric': metric,
    'label': label_name, 'label_value': value, 'positive': positive,
    'conditions': [dbt_nn._is_known_class(shape.classes, 'label') if shape.classes else dbt_nn._is_finite('label')]
      + (dbt_nn._split_to_measure(given.split, is_held_out) if given.split else []),
    'by': dbt_nn._as_list(given.by),
    'hashed_as': 'importance',
    'id': dbt_nn._drifted_id(shape.example_id_type, id).text if id else '',
    'units': dbt_nn._permuted_units(where, given, shape),
    'repeats': given.repeats, 'max_rows': given.max_rows, 'random_seed': given.random_seed
  }) %}
{% endmacro %}


{# With folds, a row of `train` is one of validation, as in predictions. #}
{% macro _split_to_measure(split, is_held_out) %}
  {% do return(["split in ('train', 'validation')" if is_held_out and split == 'validation' else "split = '" ~ split ~ "'"]) %}
{% endmacro %}


{# What is permuted as one: {name, features: their numbers}, in the order of the features; a group stands where its first feature does. #}
{% macro _permuted_units(where, given, shape) %}
  {% set problems = [] %}
  {% set features = shape.sources.values() | list %}
  {% set names = features | map(attribute='name') | list %}
  {% set group_of = {} %}
  {% set groups = dbt_nn._as_list(given.together) %}
  {% for group in groups %}
    {% set number = loop.index0 %}
    {% for name in group %}
      {% set feature = dbt_nn._only_column(features, name) %}
      {% if not feature %}
        {% do problems.append("together: " ~ dbt_nn._not_found(name, names, "the network's features")) %}
      {% elif feature.index in group_of %}
        {% do problems.append("together: " ~ name ~ " is named twice") %}
      {% else %}
        {% do group_of.update({feature.index: number}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% set units = [] %}
  {% set done = [] %}
  {% for feature in features %}
    {% set number = group_of.get(feature.index, -1) %}
    {% if number < 0 %}
      {% do units.append({'name': feature.name, 'features': [feature.index]}) %}
    {% elif number not in done %}
      {% do done.append(number) %}
      {% set members = [] %}
      {% for name in groups[number] %}
        {% do members.append(dbt_nn._only_column(features, name)) %}
      {% endfor %}
      {% do units.append({
        'name': members | map(attribute='name') | join(', '), 'features': members | map(attribute='index') | list
      }) %}
    {% endif %}
  {% endfor %}
  {% do return(units) %}
{% endmacro %}
