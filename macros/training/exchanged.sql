{#
  Why a network is not retrained after a rollback: the training that the model asks for was rolled back. '' if it was not.
#}
{% macro _reason_since_a_roll_back(relation, asked) %}
  {% set trainings = {} %}
  {% for row in dbt_nn._query(
    "select iteration, input_name, output_name from " ~ relation
    ~ " where role = 'training' and input_name in ('outcome', 'given_options', 'rows_mark', 'capped')"
  ).rows %}
    {% do trainings.setdefault(row[0], {}).update({row[1]: row[2]}) %}
  {% endfor %}
  {% for training, facts in trainings.items() if facts.get('outcome') == 'rolled_back' and dbt_nn._is_what_was_asked(facts, asked) %}
    {% do return('training ' ~ training ~ ', of the same options and rows, was rolled back') %}
  {% endfor %}
  {% do return('') %}
{% endmacro %}


{# Whether a candidate was judged: it stays, to be looked at. One that was promoted as a whole has no outcome in its table. #}
{% macro _has_outcome(relation) %}
  {% do return(dbt_nn._query("select count(*) from " ~ relation ~ " where role = 'training' and input_name = 'outcome' and iteration = "
    ~ "(select max(value) from " ~ relation ~ " where role = 'training' and input_name = 'network_version')").rows[0][0] > 0) %}
{% endmacro %}


{# The two networks, {standing, previous}: {relation, version: the number of its training, or none}. #}
{% macro _networks_to_exchange(target, made_by, where) %}
  {% set standing = load_relation(target) %}
  {% set previous = dbt_nn._network_left(target, 'previous', made_by) %}
  {% if standing is none or not dbt_nn._is_network(standing) %}
    {% do exceptions.raise_compiler_error(where ~ ": network " ~ target ~ " does not exist; run its model first") %}
  {% elif previous is none %}
    {% do exceptions.raise_compiler_error(
      where ~ ": " ~ target.identifier ~ "__previous does not exist, so nothing can be rolled back. To keep replaced networks, set promote "
      ~ "or keep_previous=true. Nothing was changed"
    ) %}
  {% endif %}
  {% do return({
    'standing': {'relation': standing, 'version': dbt_nn._version_of(standing)},
    'previous': {'relation': previous.relation, 'version': dbt_nn._version_of(previous.relation)}
  }) %}
{% endmacro %}


{# The number of the training whose network this is; none where it is not stored. #}
{% macro _version_of(relation) %}
  {% set version = dbt_nn._query(
    "select max(value) from " ~ relation ~ " where role = 'training' and input_name = 'network_version'"
  ).rows[0][0] %}
  {% do return(none if version is none else version | int) %}
{% endmacro %}


{# One of the two after the exchange: its own rows, and what both remember with the outcomes of the exchange. #}
{% macro _exchanged(network, networks) %}
  {% set standing = networks.standing.version %}
  {% set previous = networks.previous.version %}
  {% set outcomes = [] %}
  {% if standing is not none %}
    {% do outcomes.extend(dbt_nn._training_rows(standing, {
      'outcome': 'rolled_back', 'outcome_reason': 'rolled back to ' ~ dbt_nn._training_in_words(previous)
    })) %}
  {% endif %}
  {% if previous is not none %}
    {% do outcomes.extend(dbt_nn._training_rows(previous, {
      'outcome': 'promoted', 'outcome_reason': 'rolled back from ' ~ dbt_nn._training_in_words(standing)
    })) %}
  {% endif %}
  {% set own %}
select {{ dbt_nn._network_columns() }}
from {{ network.relation }}
where role <> 'training' or {{ dbt_nn._is_own_fact() }}
  {% endset %}
  {% set changed = [standing, previous] | reject('none') | join(', ') %}
  {% set queries = [own | trim] %}
  {% for memory in dbt_nn._memory_rows({'relations': [networks.standing.relation, networks.previous.relation]}) %}
    {% set is_outcome = "iteration in (" ~ changed ~ ") and input_name in ('outcome', 'outcome_reason')" %}
    {% do queries.append(memory ~ (' and not (' ~ is_outcome ~ ')' if changed else '')) %}
  {% endfor %}
  {% do return((queries + outcomes) | join('\n\nunion all\n\n')) %}
{% endmacro %}


{% macro _training_in_words(version) %}
  {% do return('the network of an earlier version, which has no number' if version is none else 'training ' ~ version) %}
{% endmacro %}
