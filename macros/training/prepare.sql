{#
  What a training asks for and, unless the standing network is the one that it would end with, everything that is known before it: nothing
  is written yet. `reason` is why it trains; '' where it need not, and then no more than that and the options is there.
#}
{% macro _prepare_training(query, target, where) %}
  {% set given = config.get('meta', {}).get('dbt_nn_options', {}) %}
  {% set options = dbt_nn._resolved_options('train', given, where) %}
  {% do dbt_nn._check_checkpoints(options, where, ['__dbt_nn_examples']) %}
  {% do dbt_nn._check_units(options, where) %}
  {% set described = dbt_nn._described_training(query, options, where) %}
  {% set asked = {
    'given': dbt_nn._given_options(given, described.warm_start),
    'rows': dbt_nn._mark_of_rows(described, query)
  } %}
  {% set reason = dbt_nn._reason_to_train(target, described.options, described.description, query, described.warm_start, asked) %}
  {% if not reason %}
    {% do return({'reason': '', 'options': options}) %}
  {% endif %}
  {% do dbt_nn._log_changed_features(target, described, where) %}
  {% set batches = dbt_nn._helper_table(target, 'batches') | string if options.batch_size else '' %}
  {% set prepared = dbt_nn._prepared(query, described, asked.rows, where, batches) %}
  {# A warm start counts on: the last checkpoint may have a longer name. #}
  {% set last = prepared.network.first_iteration + options.iterations %}
  {% do dbt_nn._check_checkpoints(dict(options, iterations=last, checkpoint_every='auto'), where) %}
  {% do return(dict(prepared, reason=reason, given=asked.given)) %}
{% endmacro %}


{# The options and the columns, those of a warm start in its order: {options, description, warm_start, columns}. #}
{% macro _described_training(query, options, where) %}
  {% set warm_start = dbt_nn._warm_start(query, options, where) %}
  {% set columns = dbt_nn._columns_in(query) %}
  {% set description = dbt_nn._described(columns, options, where) %}
  {% if warm_start %}
    {% do return(dict(dbt_nn._as_warm_start(warm_start, description, options, where), warm_start=warm_start, columns=columns)) %}
  {% endif %}
  {% do return({'options': options, 'description': description, 'warm_start': none, 'columns': columns}) %}
{% endmacro %}


{# `rows` is the mark of the rows; `batches` the table that batches will be read from, '' where none will. #}
{% macro _prepared(query, described, rows, where, batches='') %}
  {% set options = described.options %}
  {% set description = described.description %}
  {% set warm_start = described.warm_start %}
  {% do dbt_nn._check_number_of_features(description, where) %}
  {% set known = dbt_nn._encoding_of(warm_start, description) if warm_start else {} %}
  {% set encoding = dbt_nn._learned_encoding(description, options, query, known, where) %}
  {% set first_iteration = warm_start.iteration if warm_start else 0 %}
  {% set network = dbt_nn._network_to_train(options, encoding, description.label.name, first_iteration, batches) %}
  {% do dbt_nn._check_size(network, where) %}
  {% if not description.split %}
    {% do log(where ~ ": every row trains, for there is neither example_id nor split", info=true) %}
  {% endif %}
  {% do return({
    'where': where,
    'options': options,
    'description': description,
    'encoding': encoding,
    'network': network,
    'warm_start': warm_start,
    'validates': encoding.counts.validation > 0,
    'source': dbt_nn._source(description, query, encoding.class_weights),
    'rows': rows
  }) %}
{% endmacro %}
