{#
  Learns the encoding on the training split only, and returns what goes into the network:
    features   [{name, quoted, kind, fill, inputs: [{name, kind, category, center, scale}]}], constant ones left out
    classes    [{name, value}] in order; empty for regression
    target     {center, scale} for regression; {} for counts
    counts     {train, validation, test}: the rows of each split
    class_weights  {class: weight}; {} where none are asked for
    description    as given, and with the encodings that are chosen by what is found
  `known` is the encoding that a warm start has learned before, {features, target}, or of `encoding_from` its list of inputs, {inputs_of:
  features}; else {}.
  Numbers stay texts on the way, so that no digit is lost.
#}
{% macro _learned_encoding(description, options, query, known, where) %}
  {% do dbt_nn._check_ids(description, query, where) %}
  {% do dbt_nn._check_groups(description, query, where) %}
  {% do dbt_nn._check_weights(description, query, where) %}
  {% set class_weights = dbt_nn._learned_class_weights(description, options, query, where) %}
  {% set is_weighted = description.weight is not none or class_weights != {} %}
  {% set source = dbt_nn._source(description, query, class_weights) %}
  {% set facts = dbt_nn._only_row(dbt_nn._source_facts(description, source, is_weighted, options)) %}
  {% set counts = {
    'train': facts['train_rows'] | int, 'validation': facts['validation_rows'] | int, 'test': facts['test_rows'] | int
  } %}
  {% do dbt_nn._check_rows(description, options, query, facts, counts, is_weighted, where) %}
  {% do dbt_nn._check_infinite(description, query, where) %}

  {% set is_classification = dbt_nn._is_classification(description, options, facts, where) %}
  {% set classes = dbt_nn._learned_classes(description, options, source, counts.train, where) if is_classification else [] %}
  {% if not known %}
    {% set description = dbt_nn._with_chosen_encodings(description, options, facts, classes) %}
    {% set source = dbt_nn._source(description, query, class_weights) %}
  {% endif %}
  {% set features = known.get('features', []) %}
  {% for feature in known.get('inputs_of', []) %}
    {% do features.append(dbt_nn._with_own_constants(feature, facts)) %}
  {% endfor %}
  {% set rare = [] %}
  {% for feature in description.features if not known %}
    {% set learned = dbt_nn._learned_feature(feature, loop.index, source, facts, options, classes, is_weighted, where) %}
    {% do rare.append(feature.name) if learned.get('is_rare') %}
    {% if learned.inputs %}
      {% do features.append(learned) %}
    {% else %}
      {% do log(where ~ ": feature " ~ feature.name ~ (" has no category of 5 training rows or more" if learned.get('is_rare')
        else " is constant in the training rows") ~ " and is not used", info=true) %}
    {% endif %}
  {% endfor %}
  {% if not features %}
    {% do exceptions.raise_compiler_error(where
      ~ ": every feature is constant in the training rows" ~ (", or has no category of 5 rows: " ~ rare | join(', ') if rare else "")
      ~ ", so there is nothing to learn from") %}
  {% endif %}

  {% do dbt_nn._check_counts(options, classes, source, where) %}
  {% do counts.update({'validation': dbt_nn._rows_to_validate(classes, counts.validation, source, where)}) %}
  {% do return({
    'features': features,
    'classes': classes,
    'target': {} if is_classification else known.target if 'target' in known else dbt_nn._learned_target(facts, options, where),
    'counts': counts,
    'class_weights': class_weights,
    'description': description
  }) %}
{% endmacro %}
