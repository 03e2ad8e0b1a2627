{#
  The networks of a fleet, by those that one loop can train together: they have the same settings, and as many batches in an epoch. Where
  the penalty falls to a floor that depends on the rows, the floor is a column of the parameters. At most 500 in a part.
    [{number, trial, restart, options, network, counts, members: [{key, floor, train, rows}], rows}]
  `trials` are [{number, options: all of them, warm_start: what they start from}]; the tables of a part stand beside `target`.
#}
{% macro _parts_of_fleet(trials, fleet, members, encoding, label, task, target) %}
  {% set parts = [] %}
  {% set inputs = encoding.features | map(attribute='inputs') | map('length') | sum %}
  {% for trial in trials %}
    {% for restart in range(1, fleet.restarts + 1) %}
      {% set options = dict(trial.options, random_seed=trial.options.random_seed + restart - 1) %}
      {% set start = trial.warm_start %}
      {% for alike in dbt_nn._members_alike(options, fleet, members, inputs, task, start is not none) %}
        {% for members_of_part in alike.members | batch(500) %}
          {% set number = parts | length + 1 %}
          {% set settings = alike.settings %}
          {% set beside = dbt_nn._target_of_part(target, number) %}
          {% set in_batches = settings.options.batch_size is not none %}
          {% set table = dbt_nn._helper_table(beside, 'batches') | string if in_batches else '' %}
          {% set blocks = dbt_nn._helper_table(beside, 'blocks') | string
            if fleet.has_keys and not in_batches and dbt_nn._warehouse().unnests_blocks else '' %}
          {% set rows = members_of_part | map(attribute='rows') | sum %}
          {% do parts.append({
            'number': number,
            'trial': trial.number,
            'restart': restart if fleet.restarts > 1 else none,
            'options': settings.options,
            'counts': settings.counts,
            'members': members_of_part,
            'rows': rows,
            'warm_start': start,
            'network': dbt_nn._network_to_train(
              settings.options, dict(encoding, counts=settings.counts), label, start.iteration if start else 0, table,
              has_keys=fleet.has_keys, rows=rows, blocks=blocks
            )
          }) %}
        {% endfor %}
      {% endfor %}
    {% endfor %}
  {% endfor %}
  {% do return(parts) %}
{% endmacro %}


{# The members by their settings: [{settings, members}]. Those of as many rows have the same. #}
{% macro _members_alike(options, fleet, members, inputs, task, continues) %}
  {% set found = {} %}
  {% set known = {} %}
  {% for member in members %}
    {% set size = member.train ~ ' ' ~ member.validation %}
    {% if size not in known %}
      {% do known.update({size: dbt_nn._settings_of_member(options, fleet, member, inputs, task, continues)}) %}
    {% endif %}
    {% set settings = known[size] %}
    {% set alike = found.setdefault(settings.mark, {'settings': settings, 'members': []}) %}
    {% do alike.members.append({
      'key': member.key, 'floor': settings.floor, 'train': member.train, 'rows': member.train + member.validation
    }) %}
  {% endfor %}
  {% do return(found.values() | list) %}
{% endmacro %}


{# As a network alone with that many rows would have them: {options, counts, floor: of the penalty, mark: of all but the floor}. #}
{% macro _settings_of_member(options, fleet, member, inputs, task, continues) %}
  {% set counts = {'train': member.train, 'validation': member.validation, 'test': 0} %}
  {% set chosen = dbt_nn._chosen_options(options, counts, inputs, task, continues) %}
  {% set floor = none %}
  {% if fleet.has_keys and options.l2 is string and options.l2 == 'auto' and chosen.l2 is mapping %}
    {% set floor = chosen.l2.floor %}
    {% set chosen = dict(chosen, l2=dict(chosen.l2, floor='l2_floor')) %}
  {% endif %}
  {% if not member.validation %}
    {% set chosen = dict(chosen, early_stopping=false) %}
  {% endif %}
  {% set batches = (member.train - 1) // chosen.batch_size + 1 if chosen.batch_size else 1 %}
  {% do return({
    'options': chosen, 'counts': counts, 'floor': floor,
    'mark': [dict(chosen, chosen=''), batches, member.validation > 0] | tojson
  }) %}
{% endmacro %}


{# The networks of a part as a query: network_key, and their own settings. #}
{% macro _keys_of_part(part) -%}
{%- for member in part.members %}
select {{ dbt_nn._literal(member.key) }} as network_key
{{- ', ' ~ dbt_nn._number(member.floor) ~ ' as l2_floor' if member.floor is not none }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# trial=2, restart=1; '' where the fleet has one of each. #}
{% macro _part_in_key(part) %}
  {% set words = [] %}
  {% do words.append('trial=' ~ part.trial) if part.trial is not none %}
  {% do words.append('restart=' ~ part.restart) if part.restart is not none %}
  {% do return(words | join(', ')) %}
{% endmacro %}


{# Where the tables of a part stand: the first part's are those of the network. #}
{% macro _target_of_part(target, number) %}
  {% do return(target if number == 1 else dbt_nn._beside(target, dbt_nn._part_suffix(number))) %}
{% endmacro %}
