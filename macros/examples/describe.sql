{#
  What the examples are to a network: the kind of every feature and of the label, the task and where the split comes from.
  `columns` as _columns_in gives them. Raises once, with every problem.
#}
{% macro _described(columns, options, where) %}
  {% set own_split = options.split if options.split is string else '' %}
  {% set asked = options.split if options.split is mapping else {} %}
  {% set problems = dbt_nn._column_problems(
    columns,
    [options.label, options.example_id, own_split, asked.get('group'), asked.get('by_time'), options.example_weight]
    + options.group_by + (options.features or [])
  ) %}
  {% if not own_split and options.split is not mapping and dbt_nn._columns_alike(columns, 'split') | length > 1 %}
    {% do problems.append(dbt_nn._ambiguous_column('split', dbt_nn._columns_alike(columns, 'split'))) %}
  {% endif %}
  {% set roles = {
    'label': dbt_nn._only_column(columns, options.label),
    'example_id': dbt_nn._only_column(columns, options.example_id),
    'split': dbt_nn._only_column(columns, own_split),
    'group': dbt_nn._only_column(columns, asked.get('group')),
    'by_time': dbt_nn._only_column(columns, asked.get('by_time')),
    'weight': dbt_nn._only_column(columns, options.example_weight)
  } %}
  {% set groups = [] %}
  {% for name in options.group_by if dbt_nn._only_column(columns, name) %}
    {% set column = dbt_nn._only_column(columns, name) %}
    {% do groups.append(dbt_nn._group_column(column, column.name)) %}
  {% endfor %}
  {% set features = dbt_nn._features_among(columns, options, roles, groups) %}
  {% if not features and not problems %}
    {% do problems.append("no column is left for features; all columns have another use: "
      ~ roles.values() | select | map(attribute='name') | join(', ')) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where,
    problems
    + dbt_nn._problems_of_features(features, roles)
    + dbt_nn._problems_of_encodings(features, options)
    + dbt_nn._id_problems(dbt_nn._with_kind(roles.example_id) if roles.example_id else none)
    + dbt_nn._split_problems(options, roles)
    + dbt_nn._group_problems(groups, roles)
    + dbt_nn._problems_of_other_options(options)
    + dbt_nn._weight_problems(roles)
    + dbt_nn._dropout_problems(options)
  ) %}

  {% set described = {
    'features': dbt_nn._with_encodings(features, options),
    'label': dbt_nn._with_kind(roles.label),
    'id': dbt_nn._with_kind(roles.example_id) if roles.example_id else none,
    'group': dbt_nn._with_kind(roles.group) if roles.group else none,
    'time': dbt_nn._with_kind(roles.by_time) if roles.by_time else none,
    'split': dbt_nn._split_rule(columns, options, roles),
    'weight': roles.weight,
    'group_by': groups,
    'keeps_id': roles.example_id is not none
      and (options.batch_size != 'all' or dbt_nn._dropout_rates(options) | sum > 0 or options.trials != [])
  } %}
  {% do return(dict(described, fold_rule=dbt_nn._fold_rule(described, options))) %}
{% endmacro %}


{% macro _with_kind(column) %}
  {% do return(dict(column, kind=dbt_nn._kind_of_type(column.type))) %}
{% endmacro %}


{# The features: as given, else every column that has no other part. #}
{% macro _features_among(columns, options, roles, groups) %}
  {% set features = [] %}
  {% for name in options.features or [] %}
    {% set column = dbt_nn._only_column(columns, name) %}
    {% do features.append(dbt_nn._with_kind(column)) if column %}
  {% else %}
    {% set taken = (roles.values() | list + [dbt_nn._only_column(columns, 'split')] + groups) | select | map(attribute='name') | list %}
    {% for column in columns if column.name not in taken %}
      {% do features.append(dbt_nn._with_kind(column)) %}
    {% endfor %}
  {% endfor %}
  {% do return(features) %}
{% endmacro %}


{% macro _problems_of_features(features, roles) %}
  {% set problems = dbt_nn._broken_names(features | map(attribute='name') | list) %}
  {% for feature in features %}
    {% if feature.kind == 'date' and not dbt_nn._is_moment(feature.type) %}
      {% do problems.append("feature " ~ feature.name ~ " is " ~ feature.type
        ~ "; derive a number from it, such as seconds since midnight, or days of an interval") %}
    {% elif feature.kind == 'other' %}
      {% do problems.append("feature " ~ feature.name ~ " is " ~ feature.type
        ~ "; accepted: numbers, booleans, text, dates and timestamps. Cast it in the examples, or exclude it from features") %}
    {% endif %}
    {% for role in ['label', 'example_id', 'split'] if roles[role] and roles[role].name == feature.name %}
      {% do problems.append("feature " ~ feature.name ~ " is also the " ~ ("label" if role == 'label' else "example_id or split")
        ~ "; remove it from features") %}
    {% endfor %}
  {% endfor %}
  {% if dbt_nn._repeated(features | map(attribute='name') | list) %}
    {% do problems.append("a feature is listed twice: " ~ features | map(attribute='name') | join(', ')) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{% macro _problems_of_other_options(options) %}
  {% set problems = [] %}
  {% if dbt_nn._has_batch_size(options) and not options.example_id %}
    {% do problems.append("batch_size requires example_id: rows are assigned to batches by a hash of it") %}
  {% endif %}
  {% if options.layout == 'packed' and not dbt_nn._warehouse().has_lambdas %}
    {% do problems.append(
      "layout is packed, which requires list functions that this warehouse does not have; accepted: auto, wide"
      ~ (", dots" if dbt_nn._warehouse().has_dots else "")
    ) %}
  {% elif options.layout == 'dots' and not dbt_nn._warehouse().has_dots %}
    {% do problems.append("layout is dots, which requires lists of numbers that this warehouse does not have; accepted: auto, wide") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}
