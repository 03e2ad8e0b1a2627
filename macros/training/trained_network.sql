{#
  Encodes the examples, draws the parameters, runs the loop: {checkpoints, helpers: its tables, query: of the complete network}. A network
  that is still to be judged has no outcome yet.
#}
{% macro _trained_network(prepared, target, is_judged) %}
  {% set started = dbt_nn._now() %}
  {% set network = prepared.network %}
  {% set loop_of_it = {
    'network': network,
    'options': prepared.options,
    'rows': network.batch_size or prepared.rows.rows,
    'where': prepared.where,
    'start': dbt_nn._continued(network, prepared.warm_start) if prepared.warm_start else dbt_nn._init(network, '')
  } %}
  {% set trained = dbt_nn._trained_loop(prepared, loop_of_it, target) %}
  {% set number = prepared.memory.last + 1 %}
  {% set facts = dbt_nn._facts_of_training(prepared, number, trained.checkpoints[-1].iteration, dbt_nn._seconds_since(started)) %}
  {% if not is_judged %}
    {% do facts.update({'outcome': 'promoted', 'outcome_reason': 'promote is always'}) %}
  {% endif %}
  {% set known_rows = dbt_nn._encoding_rows(network, prepared.encoding, dbt_nn._options_to_store(prepared, trained.fingerprint))
    + dbt_nn._split_rows(prepared.description.split) + dbt_nn._rows_of_validation(prepared, trained.checkpoints, trained.examples)
    + dbt_nn._training_rows(number, facts) %}
  {% do return({
    'checkpoints': trained.checkpoints,
    'helpers': [],
    'query': dbt_nn._network_result(
      network, trained.checkpoints, known_rows,
      [dbt_nn._baseline_rows(network, trained.examples), dbt_nn._kept_rows(number)]
      + dbt_nn._histograms_to_store(prepared) + dbt_nn._categories_to_store(prepared) + dbt_nn._memory_rows(prepared.memory)
    )
  }) %}
{% endmacro %}


{# One loop, trained: {checkpoints, examples: the table of the encoded rows, fingerprint}. #}
{% macro _trained_loop(prepared, asked, target) %}
  {% set loop_of_it = dbt_nn._loop_to_train(prepared, asked, target) %}
  {% do return({
    'checkpoints': dbt_nn._train(loop_of_it.training, target), 'examples': loop_of_it.examples, 'fingerprint': loop_of_it.fingerprint
  }) %}
{% endmacro %}


{#
  One loop with its tables beside `target`, before its first iteration: {training, examples: the table of the encoded rows, fingerprint}.
  `asked` is
    network, options, rows: that an iteration reads, where
    start       the query of the parameters before the first iteration
    encoded     the query of the encoded rows of a fleet's part; without it, the rows are those of one network
#}
{% macro _loop_to_train(prepared, asked, target) %}
  {% set network = dbt_nn._as_iterated(asked.network) %}
  {% set examples = dbt_nn._helper_table(target, 'examples') %}
  {% set start = dbt_nn._helper_table(target, 'start') %}
  {% set form = dbt_nn._loop_form(asked.options.loop, asked.rows, asked.where, network.has_keys) %}
  {% if form == 'recursive' and dbt_nn._warehouse().recurses_over_arrays %}
    {% do dbt_nn._check_arrays(network, asked.rows, asked.where) %}
  {% endif %}
  {% set iteration = dbt_nn._one_iteration(network, examples, start) %}
  {% do dbt_nn._check_length(iteration, asked.network, asked.where) %}
  {% set names = [examples | string, start | string] + [network.batches, network.blocks] | select | list %}
  {% set fingerprint = dbt_nn._resume_mark(
    dict(prepared, network=asked.network, options=asked.options), iteration, asked.start, names
  ) %}

  {% do dbt_nn._rebuild(start, asked.start) %}
  {% do dbt_nn._rebuild(
    examples,
    asked.encoded if asked.encoded is defined
    else dbt_nn._encoded_examples(asked.network, prepared.source, prepared.encoding.counts)
  ) %}
  {% if network.batch_size %}
    {% do dbt_nn._rebuild(dbt_nn._helper_table(target, 'batches'), dbt_nn._batches(network, examples)) %}
  {% endif %}
  {% if network.blocks %}
    {% set columns = dbt_nn._example_columns(network) | reject('equalto', 'row_key') | list %}
    {% do dbt_nn._rebuild(dbt_nn._helper_table(target, 'blocks'), dbt_nn._as_blocks(examples, 'row_key', columns)) %}
  {% endif %}
  {% set columns = dbt_nn._own_columns('select * from ' ~ start) %}
  {% do columns.pop('dbt_nn_made_by') %}
  {% set training = {
    'where': asked.where,
    'examples': examples | string,
    'example_columns': dbt_nn._example_columns(network),
    'parameters': start | string,
    'iteration': iteration,
    'columns': columns,
    'column_list': columns.values() | map(attribute='quoted') | join(',\n'),
    'options': dict(asked.options, iterations=network.first_iteration + asked.options.iterations),
    'first_iteration': network.first_iteration,
    'form': form,
    'in_words': dbt_nn._network_in_words(asked.network),
    'first_segment': dbt_nn._first_length(form, asked.rows, network.parameters),
    'fingerprint': fingerprint,
    'listed': network.listed,
    'goes_on': dbt_nn._goes_on(network) if network.early_stopping else '',
    'has_keys': network.has_keys,
    'lanes': dbt_nn._lanes(form, network, asked.rows, asked.networks | default(1)),
    'may_diverge': asked.may_diverge | default(false)
  } %}
  {% do return({'training': training, 'examples': examples, 'fingerprint': fingerprint}) %}
{% endmacro %}


{# What a network remembers of its own training. #}
{% macro _facts_of_training(prepared, number, iterations, seconds) %}
  {% do return({
    'network_version': number,
    'made_by': dbt_nn._made_by(),
    'trained_at': dbt_nn._utc_now().strftime('%Y-%m-%d %H:%M:%S'),
    'reason': prepared.reason,
    'version': dbt_nn._version(),
    'dbt_version': dbt_version,
    'invocation_id': invocation_id,
    'train_rows': prepared.encoding.counts.train,
    'validation_rows': prepared.encoding.counts.validation,
    'test_rows': prepared.encoding.counts.test,
    'iterations': iterations,
    'seconds': seconds,
    'given_options': prepared.given | tojson,
    'rows_mark': prepared.rows | tojson,
    'capped': prepared.capped | string
  }) %}
{% endmacro %}


{# The query of the histograms, as a list; none of too many values. `groups` says which have their own: see _histogram_rows. #}
{% macro _histograms_to_store(prepared, groups={}) %}
  {% set features = dbt_nn._features_of_histograms(prepared.encoding.features, prepared.encoding.counts.train) %}
  {% if features %}
    {% do return([dbt_nn._histogram_rows(features, prepared.source, groups)]) %}
  {% endif %}
  {% do log(prepared.where ~ ": no histograms are stored, because all features are dates, or there are more than 100 features or "
    ~ "20 million values", info=true) %}
  {% do return([]) %}
{% endmacro %}


{# The query of the categories that encodings are looked up by, as a list. #}
{% macro _categories_to_store(prepared) %}
  {% set lookups = dbt_nn._lookups(prepared.network) %}
  {% do return([dbt_nn._rows_of_categories(lookups, prepared.network.is_weighted, prepared.source)] if lookups else []) %}
{% endmacro %}
