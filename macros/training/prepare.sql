{#
  What a training asks for and, unless there is nothing to train, everything that is known before it: nothing is written yet.
    reason      why it trains; '' where it need not
    skipped     why it need not
    candidate   the network of an earlier training of the same rows and options, which was not promoted: it is judged again, and nothing is
                trained
    promoted    a candidate that a run left which was killed after it was promoted
    left        any candidate that stands
#}
{% macro _prepare_training(query, options, given, target, where) %}
  {% set standing = dbt_nn._network_that_stands(target) %}
  {% set candidate = dbt_nn._network_left(target, 'candidate') %}
  {% set waits = dbt_nn._reason_to_wait(options, standing, candidate) %}
  {% if waits %}
    {% do return({'reason': '', 'skipped': waits, 'options': options, 'standing': standing}) %}
  {% endif %}
  {% set described = dbt_nn._described_training(query, options, where) %}
  {% set asked = {
    'given': dbt_nn._given_options(given, described.warm_start, described.get('inputs_of')),
    'rows': dbt_nn._mark_of_rows(described, query),
    'capped': options.capped
  } %}
  {% set reason = dbt_nn._reason_to_train(standing, described.options, described.description, query, described.warm_start, asked) %}
  {% set memory = dbt_nn._memory_of([standing.relation, candidate.relation if candidate else none] | select | list) if reason else {} %}
  {% set skipped = '' if reason else 'options and examples are unchanged' %}
  {% set may_stay = reason and options.resume and not should_full_refresh() %}
  {% if may_stay and standing.facts %}
    {% set skipped = dbt_nn._reason_since_a_roll_back(standing.relation, asked) %}
  {% endif %}
  {% set known = {
    'where': where, 'options': described.options, 'description': described.description, 'columns': described.columns, 'query': query,
    'standing': standing, 'given': asked.given, 'capped': asked.capped, 'memory': memory, 'skipped': skipped,
    'reason': '' if skipped else reason, 'candidate': none, 'left': candidate,
    'promoted': candidate if not reason and candidate and dbt_nn._is_what_was_asked(candidate.facts, asked)
      and not dbt_nn._has_outcome(candidate.relation) else none
  } %}
  {% if skipped %}
    {% do return(known) %}
  {% elif may_stay and candidate and dbt_nn._is_what_was_asked(candidate.facts, asked) %}
    {% do return(dict(known, candidate=candidate)) %}
  {% endif %}
  {% do dbt_nn._log_changed_features(standing.facts, described, where) %}
  {% set batches = dbt_nn._helper_table(target, 'batches') | string %}
  {% set prepared = dbt_nn._prepared(query, described, asked.rows, where, batches, standing) %}
  {# A warm start counts on: the last checkpoint may have a longer name. #}
  {% set last = prepared.network.first_iteration + prepared.options.iterations %}
  {% do dbt_nn._check_checkpoints(dict(options, iterations=last, checkpoint_every='auto'), where) %}
  {% do return(dict(known, **prepared)) %}
{% endmacro %}


{# The options as they are given and as they are resolved, with what they ask of names and sizes: nothing is read. #}
{% macro _options_to_train(given, where) %}
  {% set options = dbt_nn._capped_options(dbt_nn._resolved_options('train', given, where), where) %}
  {% set part = dbt_nn._part_suffix(1000) if dbt_nn._is_fleet(options) else '' %}
  {% set suffixes = [part ~ '__dbt_nn_examples']
    + (['__dbt_nn_replaced__dbt_nn_made'] if dbt_nn._keeps_previous(options) else [])
    + (['__candidate__dbt_nn_made'] if options.promote is mapping else []) %}
  {% do dbt_nn._check_checkpoints(options, where, suffixes) %}
  {% do dbt_nn._check_units(options, where) %}
  {% do return(options) %}
{% endmacro %}


{# The options and the columns, those of a warm start in its order: {options, description, warm_start, columns}. #}
{% macro _described_training(query, options, where) %}
  {% set warm_start = dbt_nn._warm_start(query, options, where) %}
  {% set inputs_of = dbt_nn._network_of_inputs(query, where) %}
  {% set options = dbt_nn._options_of_inputs(inputs_of, options) if inputs_of else options %}
  {% set columns = dbt_nn._columns_in(query) %}
  {% set description = dbt_nn._described(columns, options, where) %}
  {% if warm_start and inputs_of %}
    {% do dbt_nn._raise_problems(where, [
      "warm_start and encoding_from are both set, but warm_start already uses the inputs of its network; remove encoding_from"
    ]) %}
  {% elif inputs_of %}
    {% set description = dbt_nn._described_as(inputs_of, description, options, where) %}
  {% endif %}
  {% if warm_start %}
    {% do return(dict(dbt_nn._as_warm_start(warm_start, description, options, where), warm_start=warm_start, columns=columns)) %}
  {% endif %}
  {% do return({'options': options, 'description': description, 'warm_start': none, 'inputs_of': inputs_of, 'columns': columns}) %}
{% endmacro %}


{#
  Options that are open are chosen here. `rows` is the mark of the rows; `batches` the table that batches will be read from, if there are
  any; `standing` the network that is trained again.
#}
{% macro _prepared(query, described, rows, where, batches='', standing={}) %}
  {% set warm_start = described.warm_start %}
  {% set description = dbt_nn._with_thresholds(query, described, standing, where) %}
  {% do dbt_nn._check_number_of_features(description, where) %}
  {% set known = dbt_nn._encoding_of(warm_start, description) if warm_start
    else {'inputs_of': dbt_nn._features_read(described.inputs_of.shape, description)} if described.get('inputs_of') else {} %}
  {% set encoding = dbt_nn._learned_encoding(description, described.options, query, known, where) %}
  {% set description = encoding.description %}
  {% set inputs = encoding.features | map(attribute='inputs') | map('length') | sum %}
  {% set task = 'classification' if encoding.classes else 'regression' %}
  {% set fleet = dbt_nn._fleet_of(description, described.options) %}
  {% set encoding = dbt_nn._in_standing_order(encoding, standing) if fleet and not warm_start else encoding %}
  {% set counts = dbt_nn._mean_counts(fleet, encoding, description, query) if fleet else encoding.counts %}
  {% set options = dbt_nn._chosen_options(described.options, counts, inputs, task, warm_start is not none) %}
  {% set first_iteration = warm_start.iteration if warm_start else 0 %}
  {% set table = batches if options.batch_size else '' %}
  {% set network = dbt_nn._network_to_train(
    options, dict(encoding, counts=counts), description.label.name, first_iteration, table,
    has_keys=fleet.has_keys if fleet else false, rows=encoding.counts.train + encoding.counts.validation if fleet else none
  ) %}
  {% do dbt_nn._check_size(network, where) %}
  {% if not description.split %}
    {% do log(where ~ ": all rows are used for training, because neither example_id nor split is set", info=true) %}
  {% endif %}
  {% if options.chosen %}
    {% set of_whom = ", for each network by its own rows; for one of mean size" if fleet and fleet.has_keys else "" %}
    {% do log(where ~ ": chosen by the data" ~ of_whom ~ ": " ~ options.chosen, info=true) %}
  {% endif %}
  {% set prepared = {
    'where': where,
    'options': options,
    'open_options': described.options,
    'fleet': fleet,
    'description': description,
    'encoding': encoding,
    'network': network,
    'warm_start': warm_start,
    'validates': encoding.counts.validation > 0,
    'source': dbt_nn._source(description, query, encoding.class_weights),
    'rows': rows
  } %}
  {% do dbt_nn._check_calibration(prepared) %}
  {% do dbt_nn._log_uses_of_validation(prepared) %}
  {% do return(prepared) %}
{% endmacro %}
