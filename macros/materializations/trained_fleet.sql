{#
  A fleet: its networks are learned, put into parts that one loop can train together, and trained, part by part; then the best are chosen
  and stored: {checkpoints, helpers, query}.
#}
{% macro _trained_fleet(prepared, target, is_judged) %}
  {% set started = dbt_nn._now() %}
  {% set fleet = dict(prepared.fleet, best_by=dbt_nn._best_by_with_metric(prepared)) %}
  {% set prepared = dict(prepared, fleet=fleet) %}
  {% set members = dbt_nn._helper_table(target, 'members') %}
  {% set outcomes = dbt_nn._helper_table(target, 'outcomes') %}
  {% do dbt_nn._rebuild(members, dbt_nn._members(
    prepared.network, prepared.source, fleet, prepared.network.is_weighted, prepared.warm_start
  )) %}
  {% set standing = dbt_nn._standing_fleet(prepared) %}
  {% set mark = dbt_nn._mark_of_inputs(prepared.network, prepared.encoding, prepared.options) %}
  {% set kept = dbt_nn._kept_members(standing, mark, members) %}
  {% set networks = dbt_nn._members_read(members, fleet, prepared.options, kept, prepared.where) %}
  {% set staying = dbt_nn._query("select count(*) from (" ~ kept ~ ") as kept").rows[0][0] | int if kept else 0 %}
  {% do dbt_nn._log_fleet(prepared, networks | length, staying, members) %}
  {% do dbt_nn._log_starts(prepared.warm_start, members, prepared.where) if prepared.warm_start %}
  {% set parts = dbt_nn._parts_to_train(prepared, networks, target) %}
  {% set trained = [] %}
  {% set checkpoints = [] %}
  {% for part in dbt_nn._trained_parts(prepared, parts, members, target) %}
    {% do trained.append(dbt_nn._with_metric(part, fleet.best_by, members, target, prepared.where)) %}
    {% do checkpoints.extend(part.checkpoints) %}
  {% endfor %}
  {% do dbt_nn._rebuild(outcomes, dbt_nn._outcomes(fleet, members, trained, kept)) %}
  {% do dbt_nn._check_outcomes(outcomes, prepared.where) if not staying %}
  {% do dbt_nn._log_outcomes(outcomes, fleet, prepared.where) %}

  {% set number = prepared.memory.last + 1 %}
  {% set iterations = checkpoints | map(attribute='iteration') | max if checkpoints else 0 %}
  {% set facts = dbt_nn._facts_of_training(prepared, number, iterations, dbt_nn._seconds_since(started)) %}
  {% if not is_judged %}
    {% do facts.update({'outcome': 'promoted', 'outcome_reason': 'promote is always'}) %}
  {% endif %}
  {% set shaped = dbt_nn._part_of_shape(fleet, trained, outcomes) if trained
    else {'network': prepared.network, 'options': prepared.options, 'fingerprint': ''} %}
  {% set stored = dict(prepared, network=shaped.network, inputs_mark=mark, options=dict(
    prepared.options, hidden_layers=shaped.options.hidden_layers, activation=shaped.options.activation
  )) %}
  {% set known = dbt_nn._encoding_rows(shaped.network, prepared.encoding, dbt_nn._options_to_store(stored, shaped.fingerprint))
    + dbt_nn._split_rows(prepared.description.split) + dbt_nn._fold_rows(fleet.fold_by) + dbt_nn._training_rows(number, facts) %}
  {% set queries = [
    known | join('\nunion all\n'), dbt_nn._rows_of_outcomes(fleet, outcomes, number), dbt_nn._mean_losses(number, outcomes)
  ] %}
  {% do queries.append(dbt_nn._rows_of_constants(shaped.network, members, outcomes)) if fleet.has_keys %}
  {% for part in trained %}
    {% do queries.append(dbt_nn._rows_of_part(part, fleet, outcomes, networks | length + staying)) %}
  {% endfor %}
  {% do queries.append(dbt_nn._rows_of_kept_members(standing, kept)) if staying %}
  {% do return({
    'checkpoints': checkpoints,
    'helpers': dbt_nn._helpers_of_parts(parts, target),
    'query': (
      queries + dbt_nn._histograms_to_store(prepared, dbt_nn._groups_with_network(fleet, members, outcomes, kept))
      + dbt_nn._categories_to_store(dict(prepared, network=shaped.network))
      + dbt_nn._memory_rows(prepared.memory)
    ) | join('\n\nunion all\n\n')
  }) %}
{% endmacro %}


{# How many networks there will be, and which groups get none. #}
{% macro _log_fleet(prepared, networks, staying, members) %}
  {% set fleet = prepared.fleet %}
  {% set groups = dbt_nn._query("select count(distinct group_key) from " ~ members ~ " where group_key <> ''").rows[0][0] | int %}
  {% set each = fleet.trials | length * fleet.restarts %}
  {% set left_out = dbt_nn._members_left_out(members, fleet) %}
  {% do log(prepared.where ~ ": a fleet of " ~ dbt_nn._with_commas((networks + staying) * each) ~ " networks: "
    ~ dbt_nn._fleet_in_words(fleet, groups) ~ ("; and one of all groups" if fleet.unknown == 'all' else "")
    ~ ("; " ~ dbt_nn._with_commas(staying * each) ~ (" stays as it is" if staying * each == 1 else " stay as they are")
      ~ ", because neither rows nor options have changed" if staying else ""), info=true) %}
  {% if left_out %}
    {% do log(prepared.where ~ ": no network for some groups: " ~ left_out, info=true) %}
  {% endif %}
{% endmacro %}


{# The result of the choice among trials and restarts. #}
{% macro _log_outcomes(outcomes, fleet, where) %}
  {% if fleet.trials | length > 1 or fleet.restarts > 1 and fleet.combine != 'mean' %}
    {% set kept = dbt_nn._query("select count(*), sum(case when reason is null then 1 else 0 end) from " ~ outcomes
      ~ " where part is not null").rows[0] %}
    {% do log(where ~ ": " ~ dbt_nn._with_commas(kept[1] | int) ~ " of " ~ dbt_nn._with_commas(kept[0] | int)
      ~ " networks are the best by " ~ fleet.best_by.name ~ "; see dbt_nn.leaderboard", info=true) %}
  {% endif %}
{% endmacro %}


{# At least one group has a network that predicts. #}
{% macro _check_outcomes(outcomes, where) %}
  {% if not dbt_nn._query("select count(*) from " ~ outcomes ~ " where answers = 1").rows[0][0] %}
    {% do exceptions.raise_compiler_error(where ~ ": the loss of every network is NaN or infinite, so training stopped. "
      ~ "Lower learning_rate or raise l2. The existing table was not changed") %}
  {% endif %}
{% endmacro %}


{# The part whose layers the network is stored with: that of the chosen trial, where trials have different layers. #}
{% macro _part_of_shape(fleet, parts, outcomes) %}
  {% if not dbt_nn._differ_in_shape(fleet.trials) %}
    {% do return(parts[0]) %}
  {% endif %}
  {% set chosen = dbt_nn._query("select min(trial) from " ~ outcomes ~ " where answers = 1").rows[0][0] | int %}
  {% do return(parts | selectattr('trial', 'equalto', chosen) | first) %}
{% endmacro %}
