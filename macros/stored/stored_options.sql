{# The options as prediction needs them: what was found in the examples instead of what was left open, and nothing that is only planned. #}
{% macro _options_to_store(prepared, fingerprint) %}
  {% set options = {} %}
  {% for option in dbt_nn._options_of('train') if option.is_stored %}
    {% do options.update({option.name: prepared.options[option.name]}) %}
  {% endfor %}
  {% set kinds = [] %}
  {% for feature in prepared.description.features %}
    {# Integers may be predicted from others. #}
    {% do kinds.append('number' if feature.kind == 'integer' else feature.kind) %}
  {% endfor %}
  {% do options.update({
    'feature_kinds': kinds,
    'feature_types': prepared.description.features | map(attribute='type') | list,
    'example_id_type': prepared.description.id.type if prepared.description.id is not none else '',
    'features': prepared.description.features | map(attribute='name') | list,
    'task': 'classification' if prepared.network.classes else 'regression',
    'loss': dbt_nn._loss_to_store(prepared.network),
    'classes': prepared.network.classes,
    'l2': prepared.network.l2,
    'l1': prepared.network.l1,
    'class_weights': prepared.encoding.class_weights or '',
    'optimizer': prepared.network.optimizer,
    'optimizer_constants': prepared.network.optimizer_constants,
    'learning_rate': prepared.network.learning_rate,
    'learning_rate_schedule': prepared.network.learning_rate_schedule if dbt_nn._is_scheduled(prepared.network) else 'constant',
    'warm_start': prepared.warm_start.relation if prepared.warm_start else '',
    'split': dbt_nn._split_to_store(prepared.description.split),
    'batches_per_epoch': prepared.network.batches_per_epoch,
    'label_kind': prepared.description.label.kind,
    'label_type': prepared.description.label.type,
    'chosen': prepared.options.chosen,
    'version': dbt_nn._version(),
    'capped': prepared.capped | string,
    'given_options': prepared.given,
    'rows_mark': prepared.rows,
    'fingerprint': fingerprint
  }) %}
  {% do options.update({'fleet': dbt_nn._fleet_to_store(prepared.fleet, prepared.inputs_mark)} if prepared.fleet else {}) %}
  {% do return(options) %}
{% endmacro %}
