{#
  Two marks of a training. The *standing* mark says whether a network is still the one that its model asks for: the options as the user
  gave them, and the rows; nothing of the package, so an upgrade does not retrain networks. The *resume* mark says whether a checkpoint is
  part of this training: the options, the rows, and the SQL that computes, without the names in it and its comments, so a changed package
  begins again.
#}

{# The options that the user gave, by the model or by dbt_nn_defaults; what only says how they are computed is left out. #}
{% macro _given_options(given, warm_start, inputs_of=none) %}
  {% set defaults = var('dbt_nn_defaults', {}) %}
  {% set found = {} %}
  {% for option in dbt_nn._options_of('train') if option.is_fingerprinted or option.name == 'iterations' %}
    {% set value = given.get(option.name) if given.get(option.name) is not none else defaults.get(option.name) %}
    {% if value is not none %}
      {% do found.update({option.name: value}) %}
    {% endif %}
  {% endfor %}
  {% if warm_start %}
    {% do found.update({'warm_start': dbt_nn._mark_of_warm_start(warm_start)}) %}
  {% endif %}
  {% if inputs_of %}
    {% do found.update({'encoding_from': [inputs_of.options.get('fingerprint')]}) %}
  {% endif %}
  {% do return(found) %}
{% endmacro %}


{# Which training the network to start from comes from. #}
{% macro _mark_of_warm_start(warm_start) %}
  {% set mark = [warm_start.options.get('fingerprint'), warm_start.options.get('iterations'), warm_start.iteration] %}
  {# A fleet has one fingerprint, whichever of its networks were trained last. #}
  {% do return(mark + ([warm_start.shape.network_version] if warm_start.shape.fleet else [])) %}
{% endmacro %}


{#
  The rows with a label: how many, their hash in any order, their sketch, and a digest of the columns' names and types. Of the
  columns those that the options name, or all where the features are left open.
#}
{% macro _mark_of_rows(described, query) %}
  {% set description = described.description %}
  {% set used = [description.label, description.id, description.group, description.time, description.weight] + description.features %}
  {% set names = (used | select | list + description.group_by) | map(attribute='name') | list %}
  {% if description.split.get('column') %}
    {% do names.append(description.split.column) %}
  {% endif %}
  {% set selected = [] %}
  {% set types = [] %}
  {% for column in described.columns if described.options.features is none or column.name in names %}
    {% do selected.append(column.quoted) %}
    {% do types.append([column.name, column.type]) %}
  {% endfor %}
  {% set rows = dbt_nn._count_hash_and_sketch(
    'select ' ~ selected | join(', ') ~ ' from (\n\n' ~ query ~ '\n\n) as examples '
    ~ 'where ' ~ description.label.quoted ~ ' is not null'
  ) %}
  {% do return({'rows': rows.count, 'hash': rows.hash, 'sketch': rows.sketch | join(','), 'columns': local_md5(types | tojson)}) %}
{% endmacro %}


{#
  Whether a checkpoint is part of this training. The SQL of the examples is taken without what was learned: a mean over many rows may
  differ in its last digit from run to run.
#}
{% macro _resume_mark(prepared, iteration, start_query, names) %}
  {% set computed = {} %}
  {% for option in dbt_nn._options_of('train') if option.is_fingerprinted %}
    {% do computed.update({option.name: prepared.options[option.name]}) %}
  {% endfor %}
  {# A cosine has another rate in every iteration where there are more of them. #}
  {% do computed.update({'learning_rate_schedule': prepared.network.learning_rate_schedule}) %}
  {% if prepared.warm_start %}
    {% do computed.update({'warm_start': dbt_nn._mark_of_warm_start(prepared.warm_start)}) %}
  {% endif %}
  {% set unlearned = dbt_nn._without_learned(prepared.network) %}
  {% set source = dbt_nn._source(prepared.description, 'select * from examples') %}
  {% set encoding = dbt_nn._encoded_examples(unlearned, source, prepared.encoding.counts) %}
  {% do return(local_md5([
    computed | tojson, prepared.rows | tojson, dbt_nn._without_names(iteration, names), dbt_nn._without_names(start_query, names),
    dbt_nn._without_names(encoding, names)
  ] | join('|'))) %}
{% endmacro %}


{# The network with plain numbers in the place of means, deviations and fills. #}
{% macro _without_learned(network) %}
  {% set inputs = [] %}
  {% for input in network.inputs %}
    {% set feature = input.feature if input.kind in ['category', 'other'] else dict(input.feature, fill=0) %}
    {% do inputs.append(dict(input, center=0, scale=1, least=0, greatest=0, prior=0, rows=0, feature=feature)) %}
  {% endfor %}
  {% do return(dict(network, inputs=inputs, target={'center': 0, 'scale': 1} if network.target else {})) %}
{% endmacro %}


{# SQL without its comments, and with the same word for each of some names: a relation that is called otherwise holds the same rows. #}
{% macro _without_names(query, names) %}
  {% set state = namespace(query=query) %}
  {% for name in names %}
    {% set state.query = state.query | replace(name, 'relation_' ~ loop.index) %}
  {% endfor %}
  {% set lines = [] %}
  {% for line in state.query.splitlines() %}
    {% set code = line.split('--')[0].rstrip() %}
    {% if code.strip() %}
      {% do lines.append(code) %}
    {% endif %}
  {% endfor %}
  {% do return(lines | join('\n')) %}
{% endmacro %}
