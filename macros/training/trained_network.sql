{#
  Encodes the examples, draws the parameters, runs the loop: {checkpoints, query: of the complete network}. A network that is still to be
  judged has no outcome yet.
#}
{% macro _trained_network(prepared, target, is_judged) %}
  {% set started = dbt_nn._now() %}
  {% set network = prepared.network %}
  {% set examples = dbt_nn._helper_table(target, 'examples') %}
  {% set start = dbt_nn._helper_table(target, 'start') %}

  {% set rows = network.batch_size or prepared.rows.rows %}
  {% set form = dbt_nn._loop_form(prepared.options.loop, rows, prepared.where) %}
  {% if form == 'recursive' and dbt_nn._warehouse().recurses_over_arrays %}
    {% do dbt_nn._check_arrays(network, rows, prepared.where) %}
  {% endif %}
  {% set iteration = dbt_nn._one_iteration(network, examples, start) %}
  {% do dbt_nn._check_length(iteration, network, prepared.where) %}
  {% set start_query = dbt_nn._continued(network, prepared.warm_start) if prepared.warm_start else dbt_nn._init(network, '') %}
  {% set names = [examples | string, start | string] + ([network.batches] if network.batches else []) %}
  {% set fingerprint = dbt_nn._resume_mark(prepared, iteration, start_query, names) %}

  {% do dbt_nn._rebuild(examples, dbt_nn._encoded_examples(network, prepared.source, prepared.encoding.counts)) %}
  {% do dbt_nn._rebuild(start, start_query) %}
  {% if network.batch_size %}
    {% do dbt_nn._rebuild(dbt_nn._helper_table(target, 'batches'), dbt_nn._batches(network, examples)) %}
  {% endif %}
  {% set columns = dbt_nn._own_columns('select * from ' ~ start) %}
  {% do columns.pop('dbt_nn_made_by') %}
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
    'in_words': dbt_nn._network_in_words(network),
    'first_segment': dbt_nn._first_length(form, rows, network.parameters),
    'fingerprint': fingerprint,
    'goes_on': dbt_nn._goes_on(network) if network.early_stopping else ''
  } %}
  {% set checkpoints = dbt_nn._train(training, target) %}
  {% set number = prepared.memory.last + 1 %}
  {% set facts = dbt_nn._facts_of_training(prepared, number, checkpoints, dbt_nn._seconds_since(started)) %}
  {% if not is_judged %}
    {% do facts.update({'outcome': 'promoted', 'outcome_reason': 'promote is always'}) %}
  {% endif %}
  {% set known_rows = dbt_nn._encoding_rows(network, prepared.encoding, dbt_nn._options_to_store(prepared, fingerprint))
    + dbt_nn._split_rows(prepared.description.split) + dbt_nn._rows_of_validation(prepared, checkpoints, examples)
    + dbt_nn._training_rows(number, facts) %}
  {% do return({
    'checkpoints': checkpoints,
    'query': dbt_nn._network_result(
      network, checkpoints, known_rows,
      [dbt_nn._baseline_rows(network, examples), dbt_nn._kept_rows(number)]
      + dbt_nn._histograms_to_store(prepared) + dbt_nn._categories_to_store(prepared) + dbt_nn._memory_rows(prepared.memory)
    )
  }) %}
{% endmacro %}


{# What a network remembers of its own training. #}
{% macro _facts_of_training(prepared, number, checkpoints, seconds) %}
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
    'iterations': checkpoints[-1].iteration,
    'seconds': seconds,
    'given_options': prepared.given | tojson,
    'rows_mark': prepared.rows | tojson,
    'capped': prepared.capped | string
  }) %}
{% endmacro %}


{# The query of the histograms, as a list; none of too many values. #}
{% macro _histograms_to_store(prepared) %}
  {% set features = dbt_nn._features_of_histograms(prepared.encoding.features, prepared.encoding.counts.train) %}
  {% if features %}
    {% do return([dbt_nn._histogram_rows(features, prepared.source)]) %}
  {% endif %}
  {% do log(prepared.where ~ ": no histograms are stored, because there are none of dates, of more than 100 features or 20 million values",
    info=true) %}
  {% do return([]) %}
{% endmacro %}


{# The query of the categories that encodings are looked up by, as a list. #}
{% macro _categories_to_store(prepared) %}
  {% set lookups = dbt_nn._lookups(prepared.network) %}
  {% do return([dbt_nn._rows_of_categories(lookups, prepared.network.is_weighted, prepared.source)] if lookups else []) %}
{% endmacro %}
