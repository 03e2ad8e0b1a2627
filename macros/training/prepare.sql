{# Everything that is known before training: options, encoding, network and fingerprint. Nothing is written yet. #}
{% macro _prepare_training(query, where) %}
  {% set options = dbt_nn._resolved_options('train', config.get('meta', {}).get('dbt_nn_options', {}), where) %}
  {% do dbt_nn._check_checkpoints(options, where, ['__dbt_nn_examples']) %}
  {% set batches = dbt_nn._helper_table(this, 'batches') | string if options.batch_size else '' %}
  {% set prepared = dbt_nn._prepared(query, options, where, batches) %}
  {# A warm start counts on: the last checkpoint may have a longer name. #}
  {% set last = prepared.network.first_iteration + options.iterations %}
  {% do dbt_nn._check_checkpoints(dict(options, iterations=last, checkpoint_every='auto'), where) %}
  {% do return(prepared) %}
{% endmacro %}


{# `batches` is the table that batches will be read from, '' where none will. #}
{% macro _prepared(query, options, where, batches='') %}
  {% set warm_start = dbt_nn._warm_start(query, options, where) %}
  {% set first_iteration = warm_start.iteration if warm_start else 0 %}
  {% set columns = dbt_nn._columns_in(query) %}
  {% set description = dbt_nn._described(columns, options, where) %}
  {% if warm_start %}
    {% set known = dbt_nn._as_warm_start(warm_start, description, options, where) %}
    {% set options = known.options %}
    {% set description = known.description %}
  {% endif %}
  {% do dbt_nn._check_number_of_features(description, where) %}
  {% set known = dbt_nn._encoding_of(warm_start, description) if warm_start else {} %}
  {% set encoding = dbt_nn._learned_encoding(description, options, query, known, where) %}
  {% set network = dbt_nn._network_to_train(options, encoding, description.label.name, first_iteration, batches) %}
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
  {% set computed = {} %}
  {% for option in dbt_nn._options_of('train') if option.is_fingerprinted %}
    {% do computed.update({option.name: options[option.name]}) %}
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
