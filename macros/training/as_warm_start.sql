{# {options, description} of the network to start from; raises one error with every difference. #}
{% macro _as_warm_start(warm_start, description, options, where) %}
  {% set stored = warm_start.options %}
  {% set problems = [] %}
  {% for name in ['hidden_layers', 'activation', 'max_categories', 'missing_indicator', 'encode'] %}
    {% set value = options[name] if options[name] is string else options[name] | tojson %}
    {% set value_there = stored.get(name, '{}' if name == 'encode' else none) %}
    {% if value != value_there %}
      {% do problems.append(name ~ " is " ~ value ~ " here and " ~ value_there ~ " in that network") %}
    {% endif %}
  {% endfor %}
  {% for trial in options.trials %}
    {% set number = loop.index %}
    {% for name in ['hidden_layers', 'activation'] if name in trial and trial[name] | tojson != options[name] | tojson %}
      {% do problems.append("trial " ~ number ~ " sets " ~ name ~ ", which cannot differ from that network; remove it from the trial") %}
    {% endfor %}
  {% endfor %}
  {% if options.task not in ['by label', stored.task] %}
    {% do problems.append("task is " ~ options.task ~ " here and " ~ stored.task ~ " in that network") %}
  {% endif %}
  {% set loss = dbt_nn._loss_of(options.loss, stored.task == 'classification') %}
  {% set loss_there = dbt_nn._loss_of(dbt_nn._stored_loss(stored.loss), stored.task == 'classification') %}
  {% if dbt_nn._meaning_of_scores(loss) != dbt_nn._meaning_of_scores(loss_there) %}
    {% do problems.append("loss is " ~ dbt_nn._loss_in_words(loss) ~ " here and " ~ dbt_nn._loss_in_words(loss_there)
      ~ " in that network, and the scores of these losses have different meanings") %}
  {% endif %}
  {% set classes = dbt_nn._classes_as_text(options.classes or []) %}
  {% if options.classes is not none and classes != warm_start.shape.classes %}
    {% do problems.append("classes are " ~ dbt_nn._shown(classes) ~ " here and "
      ~ dbt_nn._shown(warm_start.shape.classes) ~ " in that network") %}
  {% endif %}
  {% set label = description.label %}
  {% if label.name | lower != stored.label | lower %}
    {% do problems.append("label is " ~ label.name ~ " here and " ~ stored.label ~ " in that network") %}
  {% elif dbt_nn._kind_to_compare(label.kind) != dbt_nn._kind_to_compare(stored.label_kind) %}
    {% do problems.append("label " ~ label.name ~ " is " ~ label.type ~ " here and " ~ stored.label_type ~ " in that network") %}
  {% endif %}
  {% if dbt_nn._asks_for(description.features, ['target', 'frequency']) %}
    {% do problems.append("encode has target or frequency, whose values cannot be taken from another network; remove warm_start") %}
  {% endif %}
  {% set looked_up = dbt_nn._lookups(warm_start.shape) | map(attribute='name') | list %}
  {% if looked_up %}
    {% do problems.append("that network encodes " ~ looked_up | join(', ')
      ~ " by mean label or frequency, which another network cannot reuse; train that network with encode={" ~ dbt_nn._shown(looked_up[0])
      ~ ": 'one_hot'} to start from it") %}
  {% endif %}
  {% set features = dbt_nn._features_in_order(warm_start, description, options, problems) %}
  {% if problems %}
    {% do exceptions.raise_compiler_error(where ~ ": cannot start from " ~ warm_start.relation
      ~ " (warm_start), because it was trained differently:\n  - " ~ problems | join("\n  - ")) %}
  {% endif %}
  {% do return({
    'options': dict(options, task=stored.task, classes=warm_start.shape.classes or none),
    'description': dict(description, features=features)
  }) %}
{% endmacro %}


{# Losses of one meaning can follow each other: the scores stay logits, or a number on the scale of the label. #}
{% macro _meaning_of_scores(loss) %}
  {% do return([dbt_nn._outputs_of(loss.loss)[0], loss.loss_constants.get('levels')]) %}
{% endmacro %}


{% macro _loss_in_words(loss) %}
  {% do return(loss.loss ~ (' of ' ~ loss.loss_constants.levels | join(', ') if 'levels' in loss.loss_constants else '')) %}
{% endmacro %}


{# The features of the examples in the order of the network; by default the columns that it knows. #}
{% macro _features_in_order(warm_start, description, options, problems) %}
  {% set kinds = fromjson(warm_start.options.feature_kinds) %}
  {% set features = [] %}
  {% for name in fromjson(warm_start.options.features) %}
    {% set feature = dbt_nn._column_named(description.features, name) %}
    {% if feature is none %}
      {% do problems.append("feature " ~ name ~ " of that network is missing here") %}
    {% elif dbt_nn._kind_to_compare(feature.kind) != kinds[loop.index0] %}
      {% do problems.append("feature " ~ name ~ " is " ~ feature.type ~ " here and " ~ kinds[loop.index0] ~ " in that network") %}
    {% elif feature.name in features | select | map(attribute='name') | list %}
      {% do problems.append("feature " ~ name ~ " is missing: " ~ feature.name ~ " is a different feature in that network") %}
    {% endif %}
    {% do features.append(feature) %}
  {% endfor %}
  {% set known = features | select | map(attribute='name') | list %}
  {% for feature in description.features if feature.name not in known and options.features is not none %}
    {% do problems.append("feature " ~ feature.name ~ " is not in that network") %}
  {% endfor %}
  {% do return(features) %}
{% endmacro %}


{# An integer is encoded as a number. #}
{% macro _kind_to_compare(kind) %}
  {% do return('number' if kind == 'integer' else kind) %}
{% endmacro %}
