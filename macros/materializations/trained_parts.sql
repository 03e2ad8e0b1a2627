{# The parts, each with what its loop left: {checkpoints, examples, fingerprint, validation: rows of what the validation rows tell}. #}
{% macro _trained_parts(prepared, parts, members, target) %}
  {% if prepared.options.trials_stop %}
    {% do return(dbt_nn._halved_parts(prepared, parts, members, target)) %}
  {% endif %}
  {% set trained = [] %}
  {% set paces = {} %}
  {% for part in parts %}
    {% set with_loop = dbt_nn._part_with_loop(prepared, part, parts | length, members, target, paces) %}
    {% set checkpoints = dbt_nn._train(with_loop.training, dbt_nn._target_of_part(target, part.number)) %}
    {% do trained.append(dbt_nn._finished_part(prepared, with_loop, checkpoints, members)) %}
  {% endfor %}
  {% do return(trained) %}
{% endmacro %}


{# A part with its loop before the first iteration: {training, examples, fingerprint}. #}
{% macro _part_with_loop(prepared, part, parts, members, target, paces) %}
  {% set network = part.network %}
  {% set beside = dbt_nn._target_of_part(target, part.number) %}
  {% set key = dbt_nn._part_in_key(part) %}
  {% set where = prepared.where ~ (" (part " ~ part.number ~ " of " ~ parts ~ (", " ~ key if key else "") ~ ")" if parts > 1 else "") %}
  {% set asked = {
    'network': network,
    'options': part.options,
    'rows': network.batch_size * part.members | length if network.batch_size else part.rows,
    'where': where,
    'networks': part.members | length,
    'start': dbt_nn._start_of_part(network, part, part.warm_start),
    'may_diverge': prepared.fleet.trials | length > 1
  } %}
  {% if network.has_keys %}
    {% do asked.update({'encoded': dbt_nn._fleet_examples(
      network, prepared.source, prepared.fleet, members, dbt_nn._helper_table(beside, 'start'), part.counts
    )}) %}
  {% endif %}
  {% set with_loop = dbt_nn._loop_to_train(prepared, asked, beside) %}
  {# Parts of the same size share what their iterations were seen to take. #}
  {% set size = [asked.rows, network.parameters, network.batch_size, part.options.optimizer] | tojson %}
  {% do with_loop.training.update({'pace': paces.setdefault(size, dbt_nn._no_pace())}) %}
  {% do return(dict(part, **with_loop)) %}
{% endmacro %}


{% macro _finished_part(prepared, part, checkpoints, members) %}
  {% set network = part.network %}
  {% set keys = part.members | map(attribute='key') | list if network.has_keys else [''] %}
  {% set of_part = dict(
    prepared, network=network, options=dict(prepared.options, **part.options), where=part.training.where, members=members,
    encoding=dict(prepared.encoding, counts=dict(part.counts, validation=part.rows - part.members | map(attribute='train') | sum))
  ) %}
  {% do return(dict(
    part, checkpoints=checkpoints,
    validation=dbt_nn._rows_of_validation(of_part, checkpoints, part.examples, keys) if part.counts.validation else []
  )) %}
{% endmacro %}


{# The helper tables of all parts but the first, whose are those of the network. #}
{% macro _helpers_of_parts(parts, target) %}
  {% set tables = [] %}
  {% for part in parts[1:] %}
    {% for name in dbt_nn._helper_names_of_loop() %}
      {% do tables.append(dbt_nn._helper_table(dbt_nn._target_of_part(target, part.number), name)) %}
    {% endfor %}
  {% endfor %}
  {% do return(tables) %}
{% endmacro %}
