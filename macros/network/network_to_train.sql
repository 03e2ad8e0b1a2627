{#
  The network of `train`, from its options, none of them open, and its encoding; what the stages of one iteration need to know.
  `label` is the column's name; `first_iteration` where a warm start goes on, else 0; `batches` the table that batches are read from. Of
  several networks of a fleet, `encoding.counts` are the rows of one, and `rows` those of all; `blocks` the table of their
  rows, block by block.
#}
{% macro _network_to_train(options, encoding, label, first_iteration, batches, has_keys=false, rows=none, blocks='') %}
  {% set inputs = [] %}
  {% for feature in encoding.features %}
    {% for input in feature.inputs %}
      {% do inputs.append(dict(input, feature=feature)) %}
    {% endfor %}
  {% endfor %}
  {% set known = dbt_nn._loss_of(options.loss, encoding.classes | length > 0) %}
  {% set optimizing = dbt_nn._optimizer_of(options, first_iteration + options.iterations) %}
  {% set rates = dbt_nn._dropout_rates(options) %}
  {% set drops = rates | sum > 0 %}
  {% set batches_per_epoch = (encoding.counts.train - 1) // options.batch_size + 1 if options.batch_size else 1 %}
  {% set stopping = options.early_stopping %}
  {% if stopping %}
    {% set stopping = dict(stopping, since=[stopping.since, [options.iterations // batches_per_epoch, 1] | max] | min) %}
  {% endif %}
  {% do return(dbt_nn._network_record(
    features=inputs | map(attribute='name') | list,
    inputs=inputs,
    label=label,
    classes=encoding.classes,
    target=encoding.target,
    output=dbt_nn._outputs_of(known.loss)[0],
    l2=options.l2,
    first_iteration=first_iteration,
    rows_per_iteration=options.batch_size or rows or encoding.counts.train + encoding.counts.validation,
    is_weighted=options.example_weight != '' or encoding.class_weights != {},
    dropout=rates if drops else [],
    keeps_id=options.batch_size is not none or drops,
    early_stopping=stopping,
    has_validation=encoding.counts.validation > 0,
    batches_per_epoch=batches_per_epoch,
    batches=batches,
    blocks=blocks,
    is_single=not has_keys,
    has_keys=has_keys,
    is_pair='pair' in dbt_nn._loss(known.loss).variants and encoding.classes | length == 2,
    reads_encoded=true,
    has_shares=true,
    reports_splits=true,
    carries_parameters=true,
    **dict(dbt_nn._options_of_network(options, 'train'), **dict(known, **optimizing))
  )) %}
{% endmacro %}


{#
  Early stopping with every key; false where there is none. Where the penalty falls, the first losses say little of where to stay. It keeps
  parameters of some iteration in any case, so it begins no later than where training ends.
#}
{% macro _stopping_to_train(options) %}
  {% if not options.early_stopping %}
    {% do return(false) %}
  {% endif %}
  {% set falls = options.l2 is mapping or options.l1 is mapping %}
  {% set usual = dict(dbt_nn._constants_of('early_stopping', true), **({'patience': 20, 'since': 20} if falls else {})) %}
  {% do return(dict(usual, **(options.early_stopping if options.early_stopping is mapping else {}))) %}
{% endmacro %}


{# An optimizer that shrinks the weights itself has no penalty beside it by default. #}
{% macro _l2_to_train(options, task) %}
  {% if options.l2 == 'by task' and dbt_nn._optimizer(dbt_nn._name_of_optimizer(options)).decays_weights %}
    {% do return(0) %}
  {% endif %}
  {% do return(dbt_nn._default_by('l2', options.l2, 'task', task)) %}
{% endmacro %}
