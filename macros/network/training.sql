{# Everything that is known before training: options, encoding, network and fingerprint. Nothing is written yet. #}
{% macro _prepare_training(query, where) %}
  {% set options = dbt_nn._resolved_options('train', config.get('meta', {}).get('dbt_nn_options', {}), where) %}
  {% do dbt_nn._check_checkpoints(options, where, ['__dbt_nn_examples']) %}
  {% set prepared = dbt_nn._prepared(query, options, where) %}
  {# A warm start counts on: the last checkpoint may have a longer name. #}
  {% set last = prepared.network.first_iteration + options.iterations %}
  {% do dbt_nn._check_checkpoints(dict(options, iterations=last, checkpoint_every='auto'), where) %}
  {% do return(prepared) %}
{% endmacro %}


{% macro _prepared(query, options, where) %}
  {% set warm_start = dbt_nn._warm_start(query, options, where) %}
  {% set first_iteration = warm_start.iteration if warm_start else 0 %}
  {% set columns = dbt_nn._columns_of_query(query) %}
  {% set description = dbt_nn._described(columns, options, where) %}
  {% if warm_start %}
    {% set options = dbt_nn._as_warm_start(warm_start, description, options, where) %}
  {% endif %}
  {% do dbt_nn._check_number_of_features(description, where) %}
  {% set encoding = dbt_nn._learned_encoding(description, options, query, where, warm_start) %}
  {% set network = dbt_nn._network_to_train(options, encoding, first_iteration) %}
  {% do network.update({'target': encoding.target, 'label': description.label.name}) %}
  {% do dbt_nn._check_size(network, where) %}
  {% if not description.split %}
    {% do log(where ~ ": every row trains, for there is neither example_id nor split", info=true) %}
  {% endif %}

  {% set source = dbt_nn._source(description, query, encoding.class_weights) %}
  {# Without the weights of classes, which may be learned. #}
  {% set rows = dbt_nn._count_and_hash(dbt_nn._source(description, query)) %}
  {% do return({
    'where': where,
    'options': options,
    'description': description,
    'encoding': encoding,
    'network': network,
    'warm_start': warm_start,
    'validates': encoding.counts.validation > 0,
    'source': source,
    'rows': rows,
    'fingerprint': dbt_nn._network_fingerprint(options, description, rows, warm_start, network)
  }) %}
{% endmacro %}


{#
  Whether a network is trained again, or a training resumed, hangs on this: what is computed, and from which rows in any order.
  So does the package's version, which may compute another way. What was learned is left out: a mean over many rows may differ in its last digit from run to run.
#}
{% macro _network_fingerprint(options, description, rows, warm_start, network) %}
  {% set computed = dict(options) %}
  {% for name in ['iterations', 'loop', 'checkpoint_every', 'resume', 'keep_checkpoints'] %}
    {% do computed.pop(name) %}
  {% endfor %}
  {# A cosine has another rate in every iteration where there are more of them. #}
  {% do computed.update({'learning_rate_schedule': network.learning_rate_schedule}) %}
  {% if warm_start %}
    {% do computed.update({'warm_start': [warm_start.options.get('fingerprint'), warm_start.options.get('iterations'), warm_start.iteration]}) %}
  {% endif %}
  {% do return(local_md5([dbt_nn._version(), computed | tojson, description | tojson, rows.count, rows.hash] | join('|'))) %}
{% endmacro %}


{# Whether the network that stands is the one that training would end with. #}
{% macro _is_trained(target, prepared) %}
  {% set standing = load_cached_relation(target) %}
  {% if standing is none or not standing.is_table or should_full_refresh() or not prepared.options.resume %}
    {% do return(false) %}
  {% endif %}
  {% set columns = adapter.get_columns_in_relation(standing) | map(attribute='name') | map('lower') | list %}
  {% if 'role' not in columns or 'output_name' not in columns %}
    {% do return(false) %}
  {% endif %}
  {% set found = run_query(
    "select count(*) from " ~ target ~ " where role = 'option' and ("
    ~ "(input_name = 'fingerprint' and output_name = '" ~ prepared.fingerprint ~ "')"
    ~ " or (input_name = 'iterations' and output_name = '" ~ prepared.options.iterations ~ "'))"
  ).rows[0][0] %}
  {% do return(found == 2) %}
{% endmacro %}


{# Encodes the examples, draws the parameters, runs the loop; returns the query of the complete network. #}
{% macro _trained_network(prepared, target) %}
  {% set network = prepared.network %}
  {% set options = dbt_nn._options_to_store(prepared) %}
  {% set encoding_rows = dbt_nn._encoding_rows(network, prepared.encoding, options) %}
  {% set examples = dbt_nn._helper_table(target, 'examples') %}
  {% set start = dbt_nn._helper_table(target, 'start') %}

  {% set batches = none %}
  {% if network.batch_size %}
    {% set batches = {
      'network': network, 'rows': examples, 'relation': dbt_nn._helper_table(target, 'batches'),
      'size': network.batch_size, 'per_epoch': network.batches_per_epoch, 'epochs': none
    } %}
    {% do network.update({'batches': batches.relation | string}) %}
  {% endif %}
  {% set rows = network.batch_size or prepared.rows.count %}
  {% set form = dbt_nn._loop_form(prepared.options.loop, rows, prepared.where) %}
  {% if form == 'recursive' and dbt_nn._recurses_over_arrays() %}
    {% do dbt_nn._check_arrays(network, rows, prepared.where) %}
  {% endif %}
  {% set iteration = dbt_nn._one_iteration(network, examples, start) %}
  {% do dbt_nn._check_length(iteration, network, prepared.where) %}

  {% do dbt_nn._rebuild(examples, dbt_nn._encoded_examples(network, prepared.source, prepared.encoding.counts)) %}
  {% do dbt_nn._rebuild(start, dbt_nn._continued(network, prepared.warm_start) if prepared.warm_start else dbt_nn._init(network, '')) %}
  {% set columns = dbt_nn._columns_of_query('select * from ' ~ start) %}
  {% set training = {
    'where': prepared.where,
    'examples': examples | string,
    'example_columns': dbt_nn._example_columns(network),
    'parameters': start | string,
    'iteration': iteration,
    'columns': columns,
    'column_list': columns.values() | map(attribute='quoted') | join(',\n'),
    'options': dict(prepared.options, iterations=network.first_iteration + prepared.options.iterations),
    'first_iteration': network.first_iteration,
    'form': form,
    'first_segment': dbt_nn._first_length(form, rows, network.parameters),
    'batches': batches,
    'fingerprint': prepared.fingerprint,
    'goes_on': dbt_nn._goes_on(network) if network.early_stopping else ''
  } %}
  {% set checkpoints = dbt_nn._train(training, target) %}
  {% do prepared.update({'checkpoints': checkpoints}) %}
  {% do return(dbt_nn._network_result(network, training, checkpoints, encoding_rows)) %}
{% endmacro %}


{# The options as prediction needs them: what was found in the examples instead of what was left open, and nothing that is only planned. #}
{% macro _options_to_store(prepared) %}
  {% set planned = dbt_nn._planned_options() | map(attribute='name') | list %}
  {% set options = {} %}
  {% for name, value in prepared.options.items() if name not in planned %}
    {% do options.update({name: value}) %}
  {% endfor %}
  {% set kinds = [] %}
  {% for feature in prepared.description.features %}
    {# Whole numbers may be predicted from others. #}
    {% do kinds.append('number' if feature.kind == 'integer' else feature.kind) %}
  {% endfor %}
  {% do options.update({
    'feature_kinds': kinds,
    'features': prepared.description.features | map(attribute='name') | list,
    'task': 'classification' if prepared.network.classes else 'regression',
    'loss': dbt_nn._loss_to_store(prepared.network),
    'classes': prepared.network.classes,
    'l2': prepared.network.l2,
    'class_weights': prepared.encoding.class_weights or '',
    'optimizer': prepared.network.optimizer,
    'optimizer_constants': prepared.network.optimizer_constants,
    'learning_rate': prepared.network.learning_rate,
    'learning_rate_schedule': prepared.network.learning_rate_schedule if dbt_nn._is_scheduled(prepared.network) else 'constant',
    'warm_start': prepared.warm_start.relation if prepared.warm_start else '',
    'split': prepared.description.split,
    'batches_per_epoch': prepared.network.batches_per_epoch,
    'label_kind': prepared.description.label.kind,
    'label_type': prepared.description.label.type,
    'fingerprint': prepared.fingerprint
  }) %}
  {% do return(options) %}
{% endmacro %}


{# The version of this package, as dbt_project.yml has it. #}
{% macro _version() -%}
  {%- do return('0.1.0') -%}
{%- endmacro %}
