{#
  What a report shows of a fleet: how it was made, its networks, its trials, and what it is worth by group and by fold, each compared with a
  constant guess of the same rows. A group is named by its part of the network's key, which is equal on all warehouses and is never null.
#}
{% macro _add_fleet(facts, where, asked, rows, network, shape, stored) %}
  {% set fleet = shape.fleet %}
  {% set groups = fleet.group_by | map(attribute='name') | list %}
  {% set metric = dbt_nn._metric_of_groups(facts, groups) %}
  {% set own = dict(asked, metrics=[metric]) %}
  {% set by_group, by_fold, of_folds = [], [], [] %}
  {% if metric and groups and dbt_nn._has_columns(rows.columns, groups) %}
    {% set key = dbt_nn._group_of_example(shape, rows.columns) %}
    {% set keyed = '(select *, ' ~ key ~ ' as dbt_nn_group from ' ~ rows.all ~ ') as grouped_rows' %}
    {% set of_split = dbt_nn._rows_of_split(rows, facts.data.held_out, keyed) %}
    {% do by_group.extend(dbt_nn._compared_by(where, own, of_split, 'dbt_nn_group', 'group')) %}
  {% endif %}
  {% if metric and fleet.folds and dbt_nn._has_columns(rows.columns, ['fold']) %}
    {% set held_out = dbt_nn._rows_of_split(rows, facts.data.held_out) %}
    {% do by_fold.extend(dbt_nn._compared_by(where, own, held_out, 'fold', 'fold')) %}
    {% do of_folds.extend(dbt_nn._json_rows(
      dbt_nn._evaluated(where, dict(asked, predictions=held_out, by=['fold']))
    ) | sort(attribute='fold')) %}
  {% endif %}
  {% set given = fromjson(stored.get('given_options') or '{}') %}
  {% set known = dbt_nn._fleet_options() %}
  {% do facts.update({'fleet': {
    'group_by': groups, 'trials': fleet.trials | length, 'folds': fleet.folds or 0, 'restarts': fleet.restarts, 'combine': fleet.combine,
    'best_by': fleet.best_by, 'unknown_group': fleet.unknown == 'all',
    'minimum_examples': given.get('minimum_examples', (known | selectattr('name', 'equalto', 'minimum_examples') | first).default),
    'metric': metric,
    'networks': dbt_nn._networks_to_report(network, shape),
    'leaderboard': dbt_nn._json_rows(dbt_nn._leaderboard(network, shape), ['options', 'metric', 'is_kept']) | sort(attribute='rank'),
    'by_group': by_group,
    'by_fold': by_fold,
    'folds_evaluated': of_folds
  }}) %}
{% endmacro %}


{# What a gate asks of each group, else the first of these that the rows have. #}
{% macro _metric_of_groups(facts, groups) %}
  {% for gate in facts.gates if gate.gate in ['metric', 'beats_baseline'] and gate.arguments.metric != 'coverage' %}
    {% if groups and dbt_nn._as_list(gate.arguments.get('by')) | map('lower') | list == groups | map('lower') | list %}
      {% do return(gate.arguments.metric) %}
    {% endif %}
  {% endfor %}
  {% set held = facts.data.splits | selectattr('split', 'equalto', facts.data.held_out) | first or {} %}
  {% for name in ['mae', 'log_loss', 'accuracy'] if held.get(name) is not none and held.get(name) is defined %}
    {% do return(name) %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}


{% macro _has_columns(columns, names) %}
  {% for name in names if not dbt_nn._only_column(columns, name) %}
    {% do return(false) %}
  {% endfor %}
  {% do return(true) %}
{% endmacro %}


{# The comparison with a constant guess by one column, which the page has under another name. #}
{% macro _compared_by(where, asked, relation, column, name) %}
  {% set found = [] %}
  {% for row in dbt_nn._json_rows(
    dbt_nn._baseline_comparison(where, dict(asked, predictions=relation, by=[column])), [column, 'metric']
  ) %}
    {% set values = {name: row[column]} %}
    {% do found.append(dict(values, metric=row.metric, metric_value=row.metric_value, baseline_value=row.baseline_value, gain=row.gain,
      examples=row.examples, predicted=row.predicted)) %}
  {% endfor %}
  {% do return(found | sort(attribute=name)) %}
{% endmacro %}


{# The networks without the columns of their group, which may have any name; `group` is the key without trial, fold and restart. #}
{% macro _networks_to_report(network, shape) %}
  {% set groups = shape.fleet.group_by | map(attribute='name') | map('lower') | list %}
  {% set networks = [] %}
  {% for row in dbt_nn._json_rows(dbt_nn._networks(network, shape), ['network_key', 'reason', 'is_kept'] + groups) %}
    {% set parts = [] %}
    {% for name in ['trial', 'fold', 'restart'] if row[name] is not none %}
      {% do parts.append(name ~ '=' ~ row[name]) %}
    {% endfor %}
    {% set key = row.network_key or '' %}
    {% set rest = parts | join(', ') %}
    {% set group = '' if key == rest else key[:key | length - rest | length - 2] if rest else key %}
    {% do networks.append({
      'network_key': key, 'group': group, 'trial': row.trial, 'fold': row.fold, 'restart': row.restart, 'train_rows': row.train_rows,
      'validation_rows': row.validation_rows, 'kept_iteration': row.kept_iteration, 'train_loss': row.train_loss,
      'validation_loss': row.validation_loss, 'is_kept': row.is_kept | lower == 'true', 'reason': row.reason
    }) %}
  {% endfor %}
  {% do return(networks | sort(attribute='network_key')) %}
{% endmacro %}
