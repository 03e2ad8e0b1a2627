{#
  What a training sends and reads. A statement is one that reads or makes rows; what an adapter sends to list, rename and drop tables is not
  counted.
    statements  {before, iterations, batches, checkpoints, after, all}; for a recursive loop `iterations` is the least there can be
    bytes       {examples, parameters: the size of the table; iteration, checkpoint: what a statement reads; all}
    billed      the bytes billed for `all`, where the warehouse bills by bytes
    seconds     what it will take, guessed as the first statement's length is: from rows, parameters and statements
#}
{% macro _cost(prepared) %}
  {% set network = prepared.network %}
  {% set options = prepared.options %}
  {% set form = dbt_nn._loop_form(options.loop, network.batch_size or prepared.rows.rows, prepared.where) %}
  {% set steps = options.iterations if form == 'stepwise' else 1 %}
  {% set every = options.checkpoint_every %}
  {% set checkpoints = 1 if form == 'recursive'
    else options.iterations if every == 'auto'
    else (options.iterations - 1) // every + 1 %}
  {% set batches = 1 if network.batch_size else 0 %}
  {% set stopping = steps if network.early_stopping else 0 %}
  {% set statements = {
    'before': dbt_nn._statements_before(prepared), 'iterations': steps, 'batches': batches,
    'checkpoints': checkpoints + stopping, 'after': 1 + (1 if options.interval else 0) + (8 if options.calibrate == 'temperature' else 0)
  } %}
  {% do statements.update({'all': statements.values() | sum}) %}

  {% set examples = dbt_nn._bytes_of_examples(prepared) %}
  {% set parameters = dbt_nn._bytes_of_parameters(network) %}
  {% set bytes = {'examples': examples, 'parameters': parameters, 'iteration': examples + parameters, 'checkpoint': 2 * parameters} %}
  {% do bytes.update({
    'all': statements.iterations * bytes.iteration + statements.checkpoints * bytes.checkpoint
      + (statements.before + batches + statements.after) * examples
  }) %}
  {% set least = dbt_nn._warehouse().least_bytes_billed %}
  {% set billed = statements.iterations * ([examples, least] | max + [parameters, least] | max)
    + statements.checkpoints * 2 * ([parameters, least] | max)
    + (statements.before + batches + statements.after) * ([examples, least] | max) + statements.after * ([parameters, least] | max) %}
  {% set seconds = options.iterations * dbt_nn._guessed_seconds(network.batch_size or prepared.rows.rows, network.parameters)
    + statements.all * dbt_nn._warehouse().seconds_per_statement %}
  {% do return({'form': form, 'statements': statements, 'bytes': bytes, 'billed': billed, 'seconds': seconds}) %}
{% endmacro %}


{#
  Types, ids, counts, infinities, categories and classes are asked for, the rows are hashed; weights are checked and added up by class; then
  the examples and the parameters get a table each. Of a warm start, columns, counts and shape are asked for, and categories are not.
#}
{% macro _statements_before(prepared) %}
  {% set description = prepared.description %}
  {% set kinds = description.features | map(attribute='kind') | list %}
  {% set classes = prepared.network.classes %}
  {% do return(
    4 + (1 if description.id is not none else 0) + (1 if 'number' in kinds + [description.label.kind] or 'date' in kinds else 0)
    + (3 if prepared.warm_start else dbt_nn._statements_of_encodings(description.features))
    + (1 if classes else 0) + (1 if classes and prepared.validates else 0)
    + (1 if dbt_nn._loss(prepared.network.loss).least_label is not none else 0)
    + (1 if description.weight is not none else 0) + dbt_nn._statements_of_split(description.split)
    + (1 if prepared.encoding.class_weights else 0) + 3
  ) %}
{% endmacro %}


{# A text is counted once for each of its encodings, and a rank looks for its quantiles. #}
{% macro _statements_of_encodings(features) %}
  {% set count = namespace(statements=0) %}
  {% for feature in features %}
    {% set names = feature.encode | map(attribute='as') | list %}
    {% set asked = (names | length or 1) if feature.kind == 'text' else names | select('equalto', 'rank') | list | length %}
    {% set count.statements = count.statements + asked %}
  {% endfor %}
  {% do return(count.statements) %}
{% endmacro %}


{# A split by time or class counts first, and then looks for its thresholds; groups are counted. #}
{% macro _statements_of_split(rule) %}
  {% do return(
    1 + dbt_nn._splits_to_start(rule.fractions) | length if rule.get('by_time') else 2 if rule.get('stratify')
    else 1 if rule.get('group') else 0
  ) %}
{% endmacro %}


{# Every column of the encoded examples is a double. #}
{% macro _bytes_of_examples(prepared) %}
  {% do return(8 * prepared.rows.rows * dbt_nn._example_columns(prepared.network) | length) %}
{% endmacro %}


{# A row per parameter: the key and the fingerprint are texts of 2 bytes and their length, everything else takes 8 bytes. #}
{% macro _bytes_of_parameters(network) %}
  {% set numbers = 5 + dbt_nn._state_columns(network) | length %}
  {% do return(network.parameters * (8 * numbers + 2 + 34)) %}
{% endmacro %}
