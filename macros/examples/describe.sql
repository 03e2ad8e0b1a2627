{#
  What the examples are to a network: the kind of every feature and of the label, the task and where the split comes from.
  `columns` as _columns_of_query gives them. Raises once, with every problem.
#}
{% macro _described(columns, options, where) %}
  {% set problems = [] %}
  {% set label = columns.get(options.label | lower) %}
  {% set roles = [options.label, options.example_id] + ([options.split] if options.split is string else []) %}
  {% for name in roles + [options.example_weight] if name and name | lower not in columns %}
    {% do problems.append(dbt_nn._unknown_column(name, columns)) %}
  {% endfor %}

  {% set features = [] %}
  {% for name in options.features or [] %}
    {% if name | lower not in columns %}
      {% do problems.append(dbt_nn._unknown_column(name, columns)) %}
    {% else %}
      {% do features.append(dbt_nn._with_kind(columns[name | lower])) %}
    {% endif %}
  {% else %}
    {% set taken = roles | map('lower') | list + [options.example_weight | lower, 'split'] %}
    {% for name, column in columns.items() if name not in taken %}
      {% do features.append(dbt_nn._with_kind(column)) %}
    {% endfor %}
  {% endfor %}

  {% for feature in features %}
    {% if feature.kind == 'date' %}
      {% do problems.append("feature " ~ feature.name ~ " is " ~ feature.type ~ "; derive a number from it, such as days since an event, or month and weekday as text") %}
    {% elif feature.kind == 'other' %}
      {% do problems.append("feature " ~ feature.name ~ " is " ~ feature.type ~ "; accepted: numbers, booleans and text") %}
    {% endif %}
    {% if feature.name | lower in roles | map('lower') | list %}
      {% do problems.append("feature " ~ feature.name ~ " is the " ~ ("label" if feature.name | lower == options.label | lower else "example_id or split") ~ " too") %}
    {% endif %}
  {% endfor %}
  {% if not features and not problems %}
    {% do problems.append("no column is left for features beside " ~ roles | select | join(', ')) %}
  {% endif %}
  {% if dbt_nn._repeated(features | map(attribute='name') | map('lower') | list) %}
    {% do problems.append("a feature is listed twice: " ~ options.features | join(', ')) %}
  {% endif %}
  {% if options.split is mapping and not options.example_id %}
    {% do problems.append("split is fractions, which needs example_id: the column whose hash puts a row into a split") %}
  {% endif %}
  {% if options.batch_size and not options.example_id %}
    {% do problems.append("batch_size needs example_id: the column whose hash puts a row into a batch") %}
  {% endif %}
  {% do problems.extend(dbt_nn._weight_problems(columns, options)) %}
  {% do problems.extend(dbt_nn._dropout_problems(options)) %}
  {% if options.layout == 'packed' and not dbt_nn._warehouse().has_lambdas %}
    {% do problems.append("layout is packed, which needs functions over lists that this warehouse does not have; accepted: auto, wide, dots") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}

  {% do return({
    'features': features,
    'label': dbt_nn._with_kind(label),
    'id': columns[options.example_id | lower] if options.example_id else none,
    'split': dbt_nn._split_rule(columns, options),
    'weight': columns[options.example_weight | lower] if options.example_weight else none,
    'keeps_id': options.batch_size is not none or dbt_nn._dropout_rates(options) | sum > 0
  }) %}
{% endmacro %}


{% macro _with_kind(column) %}
  {% do return(dict(column, kind=dbt_nn._kind_of_type(column.type))) %}
{% endmacro %}


{#
  Where a row's split comes from: {column} of the examples, else {fractions} by a hash of the id, else every row trains ({}).
  Without being told, a column called split, else a hash of the id: 80 % train, 20 % validation.
#}
{% macro _split_rule(columns, options) %}
  {% if options.split is string and options.split %}
    {% do return({'column': options.split}) %}
  {% elif options.split is mapping %}
    {% do return({'fractions': {'train': options.split.get('train', 0), 'validation': options.split.get('validation', 0)}, 'id': options.example_id}) %}
  {% elif 'split' in columns %}
    {% do return({'column': columns['split'].name}) %}
  {% elif options.example_id %}
    {% do return({'fractions': {'train': 0.8, 'validation': 0.2}, 'id': options.example_id}) %}
  {% endif %}
  {% do return({}) %}
{% endmacro %}
