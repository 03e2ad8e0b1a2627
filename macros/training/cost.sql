{#
  What a training sends and reads. A statement is one that reads or makes rows; what an adapter sends to list, rename and drop tables is not
  counted. `loops` are those that it will run.
    statements  {before, iterations, batches, checkpoints, after, all}; for a recursive loop `iterations` is the least there can be
    networks, parameters    of all loops
    bytes       {examples, parameters: the size of the tables; iteration: what a statement reads at most; all}
    billed      the bytes billed for `all`, where the warehouse bills by bytes
    seconds     what it will take, guessed as the first statement's length is: from rows, parameters and statements
#}
{% macro _cost(prepared, loops) %}
  {% set least = dbt_nn._warehouse().least_bytes_billed %}
  {% set costs = [] %}
  {% for one in loops %}
    {% do costs.append(dbt_nn._cost_of_loop(one, prepared.where, least)) %}
  {% endfor %}
  {% set statements = {
    'before': dbt_nn._statements_before(prepared, loops | length), 'iterations': costs | sum(attribute='iterations'),
    'batches': costs | sum(attribute='batches'), 'checkpoints': costs | sum(attribute='checkpoints'),
    'after': dbt_nn._statements_after(prepared, loops | length)
  } %}
  {% do statements.update({'all': statements.values() | sum}) %}

  {% set source = dbt_nn._bytes_of_examples(prepared.network, prepared.rows.rows) %}
  {% set parameters = costs | sum(attribute='parameters') %}
  {% set bytes = {
    'examples': costs | sum(attribute='examples'), 'parameters': parameters,
    'iteration': costs | map(attribute='bytes_of_iteration') | max,
    'all': costs | sum(attribute='bytes') + (statements.before + statements.batches + statements.after) * source
  } %}
  {% set billed = costs | sum(attribute='billed') + (statements.before + statements.batches + statements.after) * ([source, least] | max)
    + statements.after * ([parameters, least] | max) %}
  {% set seconds = costs | sum(attribute='seconds') + statements.all * dbt_nn._warehouse().seconds_per_statement %}
  {% do return({
    'form': 'recursive' if 'recursive' in costs | map(attribute='form') else 'stepwise', 'networks': loops | sum(attribute='networks'),
    'parameters': costs | sum(attribute='numbers'), 'statements': statements, 'bytes': bytes, 'billed': billed, 'seconds': seconds
  }) %}
{% endmacro %}


{# What the iterations of one loop send and read. `least` is what a warehouse bills for a table. #}
{% macro _cost_of_loop(one, where, least) %}
  {% set network = one.network %}
  {% set rows = network.batch_size * one.networks if network.batch_size else one.rows %}
  {% set form = dbt_nn._loop_form(one.options.loop, rows, where, network.has_keys) %}
  {% set every = one.options.checkpoint_every %}
  {% set iterations = one.options.iterations if form == 'stepwise' else 1 %}
  {% set checkpoints = (1 if form == 'recursive'
    else iterations if every == 'auto'
    else (iterations - 1) // every + 1) + (iterations if network.early_stopping else 0) %}
  {% set examples = dbt_nn._bytes_of_examples(network, one.rows) %}
  {% set parameters = one.networks * dbt_nn._bytes_of_parameters(network) %}
  {% do return({
    'form': form, 'iterations': iterations, 'checkpoints': checkpoints,
    'batches': (1 if network.batch_size else 0) + (1 if network.blocks else 0),
    'numbers': one.networks * network.parameters, 'examples': examples, 'parameters': parameters,
    'bytes_of_iteration': examples + parameters,
    'bytes': iterations * (examples + parameters) + checkpoints * 2 * parameters,
    'billed': iterations * ([examples, least] | max + [parameters, least] | max) + checkpoints * 2 * ([parameters, least] | max),
    'seconds': one.options.iterations * dbt_nn._guessed_seconds(rows, network.parameters)
  }) %}
{% endmacro %}


{# Every column of the encoded examples is a double. #}
{% macro _bytes_of_examples(network, rows) %}
  {% do return(8 * rows * dbt_nn._example_columns(network) | length) %}
{% endmacro %}


{# A row per parameter: the key and the fingerprint are texts of 2 bytes and their length, everything else takes 8 bytes. #}
{% macro _bytes_of_parameters(network) %}
  {% set numbers = 5 + dbt_nn._state_columns(network) | length %}
  {% do return(network.parameters * (8 * numbers + 2 + 34)) %}
{% endmacro %}
