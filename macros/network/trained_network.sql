{#
  A network of the door `train`, from its options and its encoding; what the stages of one iteration need to know.
  `first_iteration` is where a warm start goes on, else 0.
    inputs     the encoded inputs, in order: x_1, x_2, …: {name, kind, category, feature}
#}
{% macro _network_to_train(options, encoding, first_iteration=0) %}
  {% set inputs = [] %}
  {% for feature in encoding.features %}
    {% for input in feature.inputs %}
      {% do inputs.append(dict(input, feature=feature)) %}
    {% endfor %}
  {% endfor %}
  {% set task = 'classification' if encoding.classes else 'regression' %}
  {% set known = dbt_nn._loss_of(options.loss, encoding.classes) %}
  {% set optimizing = dbt_nn._optimizer_of(options, first_iteration + options.iterations) %}
  {# Adamw shrinks the weights itself: without being told, they bear no penalty beside it. #}
  {% set l2 = 0 if optimizing.optimizer == 'adamw' and options.l2 == 'by task' else dbt_nn._default_by('l2', options.l2, 'task', task) %}
  {% set network = dbt_nn._with_layers(dict(optimizing, **{
    'features': inputs | map(attribute='name') | list,
    'inputs': inputs,
    'classes': encoding.classes,
    'hidden_layers': options.hidden_layers,
    'activation': options.activation,
    'loss': known.loss,
    'loss_constants': known.loss_constants,
    'output': dbt_nn._outputs_of(known.loss)[0],
    'l1': options.l1,
    'l2': l2,
    'random_seed': options.random_seed,
    'first_iteration': first_iteration,
    'layout': options.layout,
    'rows_per_iteration': options.batch_size or encoding.counts.train + encoding.counts.validation,
    'is_weighted': options.example_weight != '' or encoding.class_weights != {},
    'dropout': dbt_nn._dropout_rates(options) if dbt_nn._dropout_rates(options) | sum > 0 else [],
    'keeps_id': options.batch_size is not none or dbt_nn._dropout_rates(options) | sum > 0,
    'early_stopping': dbt_nn._constants_of('early_stopping', options.early_stopping) if options.early_stopping else false,
    'has_validation': encoding.counts.validation > 0,
    'batch_size': options.batch_size,
    'batches_per_epoch': (encoding.counts.train - 1) // options.batch_size + 1 if options.batch_size else 1,
    'is_encoded': true,
    'is_single': true
  })) %}
  {% do return(network) %}
{% endmacro %}
