{#
  A network as all folders of macros read it: one record, made only here. Every key is always there; nothing is added later. Plain values
  only: a stage network travels in its model's meta.
    features            the names of the inputs, in order: x_1, x_2, …
    inputs, sources     of `train`: the encoded inputs {name, kind, category, feature, …}, and the features by index
    label, label_kind, label_type, classes, target   what is predicted; target is {center, scale} of a number
    example_id, example_id_type   of predictions: the id's column and type in training, or '' where they are not known
    split, split_rule   of a stage: the column; of predictions: where a row's split comes from
    hidden_layers, activation, output, loss, loss_constants
    layers              from the first computed to the last: {layer, inputs, outputs, activation, first_position: in the list of gradients}
    parameters          how many weights and biases there are
    optimizer, optimizer_constants, learning_rate, learning_rate_schedule {name, warm_up, …}, clip_norm, early_stopping {…} or false
    l1, l2              numbers, or {from, to, over, floor}: see falling.sql
    has_penalty, dropout (a rate per hidden layer, or []), is_weighted, random_seed
    first_iteration     where a warm start goes on, else 0
    batch_size, batches_per_epoch, batches, blocks (the tables that they are read from, or ''), keeps_id (rows carry their example_id)
    rows_per_iteration, has_validation
    layout              wide, dots or packed
    listed              the columns that are lists, one element per parameter, while the network is iterated; [] where a parameter is a row
    is_gated            of an iterated network: what comes back to the hidden units is one number per example, see as_iterated.sql
    is_single           there is one network, whose key is ''
    has_keys            of a fleet whose networks have rows of their own: row_key says whose a row is
    fleet               of predictions: what the fleet's networks are made for, see stored/fleet.sql; {} of one network
    is_forward          it only predicts: nothing is needed for the way back
    is_explained        the way back goes on to the inputs, by the shares of a path instead of slopes
    is_pair             the softmax of two scores is trained as the sigmoid of their difference
    has_temperature, has_interval   of predictions: the scores are divided by a temperature; there are bounds of the number
    decision            of predictions: {threshold, class} where a class is predicted from a probability on, else {}
    compiled_options    of predictions: the stored options that the query was written for
    network_version     of predictions: the number of the training when the query was written; none where it is not stored
    warehouse           what the warehouse is and can do, see warehouse.sql
  What a network of `train` has, and one of the stages has not:
    reads_encoded       its examples are encoded: x_<k>, is_class_<k> or target
    has_shares          a row has a share of its split's mean, train_share, instead of counting like any other
    reports_splits      an iteration reports the validation rows, accuracies, the norm of its gradients and its rate
    carries_parameters  the rows of gradients hold everything that the update needs
#}
{% macro _network_record() %}
  {% set record = {
    'features': [], 'inputs': [], 'sources': {}, 'label': '', 'label_kind': 'text', 'label_type': '', 'classes': [], 'target': {},
    'example_id': '', 'example_id_type': '', 'split': '', 'split_rule': {},
    'hidden_layers': [], 'activation': none, 'output': none, 'loss': none, 'loss_constants': {},
    'layers': [], 'parameters': 0, 'optimizer': none, 'optimizer_constants': {}, 'learning_rate': none, 'learning_rate_schedule': {},
    'clip_norm': '', 'early_stopping': false, 'l1': 0, 'l2': 0, 'has_penalty': false, 'dropout': [], 'is_weighted': false, 'random_seed': 0,
    'first_iteration': 0, 'batch_size': none, 'batches_per_epoch': 1, 'batches': '', 'blocks': '', 'keeps_id': false,
    'rows_per_iteration': 0, 'has_validation': false, 'layout': 'auto', 'listed': [], 'is_gated': false,
    'is_single': false, 'has_keys': false, 'fleet': {},
    'is_forward': false, 'is_explained': false,
    'is_pair': false, 'has_temperature': false, 'has_interval': false, 'decision': {}, 'compiled_options': {}, 'network_version': none,
    'warehouse': dbt_nn._warehouse(), 'reads_encoded': false, 'has_shares': false, 'reports_splits': false, 'carries_parameters': false
  } %}
  {% for name in kwargs if name not in record %}
    {% do exceptions.raise_compiler_error("dbt_nn: a network has no " ~ name) %}
  {% endfor %}
  {% do record.update(kwargs) %}
  {% do record.update({'l1': dbt_nn._falling(record.l1), 'l2': dbt_nn._falling(record.l2)}) %}
  {% set layers = dbt_nn._layers(record, dbt_nn._loss_in(record).scores(record)) %}
  {% set parameters = namespace(count=0) %}
  {% for layer in layers %}
    {% do layer.update({'first_position': parameters.count + 1}) %}
    {% set parameters.count = parameters.count + layer.outputs * (layer.inputs + 1) %}
  {% endfor %}
  {% do record.update({'layers': layers, 'parameters': parameters.count, 'has_penalty': record.l1 != 0 or record.l2 != 0}) %}
  {% do record.update({'layout': dbt_nn._layout_for(record)}) %}
  {% do return(record) %}
{% endmacro %}


{% macro _layers(network, scores) %}
  {% set layers = [] %}
  {% for units in network.hidden_layers + [scores] %}
    {% do layers.append({
      'layer': loop.index,
      'inputs': layers[-1].outputs if layers else network.features | length,
      'outputs': units | int,
      'activation': none if loop.last else dbt_nn._activation_of(network, loop.index)
    }) %}
  {% endfor %}
  {% do return(layers) %}
{% endmacro %}


{# How many units each layer has, the inputs first. #}
{% macro _sizes(network) %}
  {% set sizes = [network.features | length] %}
  {% for layer in network.layers %}
    {% do sizes.append(layer.outputs) %}
  {% endfor %}
  {% do return(sizes) %}
{% endmacro %}
