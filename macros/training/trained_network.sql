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
  {% endif %}
  {% set rows = network.batch_size or prepared.rows.count %}
  {% set form = dbt_nn._loop_form(prepared.options.loop, rows, prepared.where) %}
  {% if form == 'recursive' and dbt_nn._warehouse().recurses_over_arrays %}
    {% do dbt_nn._check_arrays(network, rows, prepared.where) %}
  {% endif %}
  {% set iteration = dbt_nn._one_iteration(network, examples, start) %}
  {% do dbt_nn._check_length(iteration, network, prepared.where) %}

  {% do dbt_nn._rebuild(examples, dbt_nn._encoded_examples(network, prepared.source, prepared.encoding.counts)) %}
  {% do dbt_nn._rebuild(start, dbt_nn._continued(network, prepared.warm_start) if prepared.warm_start else dbt_nn._init(network, '')) %}
  {% set columns = dbt_nn._own_columns('select * from ' ~ start) %}
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
