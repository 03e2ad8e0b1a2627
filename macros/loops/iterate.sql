{#
  Train: from the last usable checkpoint to the last iteration, a segment at a time.
  Returns the checkpoints, in order; the last one holds the trained parameters.
#}
{% macro _train(training, target) %}
  {% set iterations = training.options.iterations %}
  {% set checkpoints = dbt_nn._clear_the_way(training, target) %}
  {% set latest = {
    'relation': training.parameters, 'iteration': training.get('first_iteration', 0), 'is_checkpoint': true, 'has_stopped': false
  } %}
  {% if checkpoints %}
    {% do latest.update(checkpoints[-1]) %}
    {% do latest.update({'has_stopped': dbt_nn._has_stopped(training, latest.relation)}) %}
  {% endif %}
  {% do dbt_nn._log_start(training, latest.iteration) if not training.get('continues') %}

  {% set started = dbt_nn._now() %}
  {# Loops of a fleet may share their pace. #}
  {% set pace = training.get('pace', dbt_nn._no_pace()) %}
  {% set state = namespace(
    latest=latest, first=latest.iteration, length=pace.get('next', training.first_segment), committed=started
  ) %}
  {# Two ranges, because Jinja allows a range at most 100,000 steps. #}
  {% for thousand in range(iterations // 1000 + 1) %}
    {% for step in range(1000) %}
      {% if state.latest.iteration < iterations and not state.latest.has_stopped %}
        {% set advanced = dbt_nn._advance(training, target, state, started) %}
        {% if advanced.is_checkpoint %}
          {% do checkpoints.append(advanced) %}
          {% set state.committed = dbt_nn._now() %}
        {% endif %}
        {% set state.length = dbt_nn._next_length(training, pace, advanced.iterations, advanced.seconds) %}
        {% do pace.update({'next': state.length}) %}
        {% set state.latest = advanced %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% do return(checkpoints) %}
{% endmacro %}


{# One segment; where a checkpoint is due, checked, committed and logged. #}
{% macro _advance(training, target, state, started) %}
  {% do dbt_nn._stop_if_interrupted(training.where) %}
  {% do dbt_nn._begin() %}
  {% set segment_started = dbt_nn._now() %}
  {% set due = dbt_nn._next_checkpoint(training.options, state.latest.iteration) %}
  {% set length = state.length %}
  {% if training.form == 'recursive' and dbt_nn._warehouse().longest_recursion %}
    {% set length = [length, dbt_nn._warehouse().longest_recursion] | min %}
  {% endif %}
  {% set last = [state.latest.iteration + length, due] | min %}
  {# A short rest is included: a separate statement would spend most of its time on planning. #}
  {% if training.form == 'recursive' and not dbt_nn._warehouse().longest_recursion and due - last < length // 4 %}
    {% set last = due %}
  {% endif %}
  {% set relation = dbt_nn._checkpoint(target, last) %}
  {% do dbt_nn._run_segment(training, target, state.latest, last, relation) %}

  {% set has_stopped = dbt_nn._has_stopped(training, relation) %}
  {% if has_stopped %}
    {% set last = dbt_nn._query('select max(iteration) from ' ~ relation).rows[0][0] | int %}
    {% if relation.identifier != dbt_nn._checkpoint(target, last).identifier %}
      {% do adapter.rename_relation(relation, dbt_nn._checkpoint(target, last)) %}
      {% set relation = dbt_nn._checkpoint(target, last) %}
    {% endif %}
  {% endif %}
  {% set is_checkpoint = last == due or has_stopped or (
    training.options.checkpoint_every == 'auto'
    and dbt_nn._seconds_since(state.committed) >= dbt_nn._seconds_between_checkpoints(started)
  ) %}
  {% if is_checkpoint %}
    {% set losses = dbt_nn._check_checkpoint(training, relation, last) %}
    {% do adapter.commit() %}
    {% if losses.is_lost %}
      {% set has_stopped = true %}
      {% do log(training.where ~ ": the loss is NaN or infinite, so this trial ends", info=true) %}
    {% endif %}
    {% set seconds = dbt_nn._seconds_since(started) %}
    {# The remaining iterations are assumed to take as long as those of this run. #}
    {% set to_go = 0 if has_stopped else seconds * (training.options.iterations - last) / (last - state.first) %}
    {% do dbt_nn._log_progress(training, last, losses, seconds, to_go, has_stopped or last == training.options.iterations) %}
  {% endif %}
  {% do return({
    'relation': relation,
    'iteration': last,
    'is_checkpoint': is_checkpoint,
    'has_stopped': has_stopped,
    'iterations': [1, last - state.latest.iteration] | max,
    'seconds': dbt_nn._seconds_since(segment_started)
  }) %}
{% endmacro %}


{#
  A second, or where statements are slow 20: there every iteration leaves a table in any case, and the checks cost as much as some
  iterations. At least a hundredth of the training so far: the last statement reads every checkpoint, and a warehouse may take a thousand
  tables and no more.
#}
{% macro _seconds_between_checkpoints(started) %}
  {% set pause = 20 if dbt_nn._warehouse().has_slow_statements else 1 %}
  {% do return([pause, dbt_nn._seconds_since(started) / 100] | max) %}
{% endmacro %}


{# Whether early stopping has ended the training: no parameters are left that continue. #}
{% macro _has_stopped(training, relation) %}
  {% if not training.get('goes_on') %}
    {% do return(false) %}
  {% endif %}
  {% do return(
    dbt_nn._query('select count(*) from ' ~ relation ~ ' as parameters where layer is not null and ' ~ training.goes_on).rows[0][0] == 0
  ) %}
{% endmacro %}


{# The iteration of the next checkpoint; `auto` has none but the last, it follows the clock. #}
{% macro _next_checkpoint(options, iteration) %}
  {% if options.checkpoint_every == 'auto' %}
    {% do return(options.iterations) %}
  {% endif %}
  {% do return([options.iterations, (iteration // options.checkpoint_every + 1) * options.checkpoint_every] | min) %}
{% endmacro %}


{# One segment, into a table that no other run may have created meanwhile. #}
{% macro _run_segment(training, target, latest, last, relation) %}
  {% set standing = dbt_nn._tables_beside(target) | map('lower') | list %}
  {% set is_robbed = latest.iteration > training.get('first_iteration', 0) and latest.relation.identifier | lower not in standing %}
  {% if is_robbed or relation.identifier | lower in standing %}
    {% do exceptions.raise_compiler_error(
      training.where ~ ": another run is training this network: table " ~ (latest.relation if is_robbed else relation)
      ~ (" disappeared" if is_robbed else " appeared") ~ " after this run started. "
      ~ "Wait for it to finish, then run again. Nothing was changed"
    ) %}
  {% endif %}
  {% set query = dbt_nn._segment_statements(training, target, latest, last) %}
  {% call statement('main') %}
{{ dbt_nn._warehouse().settings ~ query }}
  {% endcall %}
  {% if not latest.is_checkpoint %}
    {% do dbt_nn._drop(latest.relation) %}
  {% endif %}
{% endmacro %}


{# One statement for the whole segment, or one for each of its iterations and one to drop the table before; sent together. #}
{% macro _segment_statements(training, target, latest, last) %}
  {% set statements = [] %}
  {% set state = namespace(latest=latest) %}
  {% for iteration in range(last if training.form == 'recursive' else latest.iteration + 1, last + 1) %}
    {% set relation = dbt_nn._checkpoint(target, iteration) %}
    {% do statements.append(dbt_nn._create_table_as(relation, dbt_nn._segment(training, state.latest, iteration))) %}
    {% if not loop.first %}
      {% do statements.append('drop table ' ~ state.latest.relation) %}
    {% endif %}
    {% set state.latest = {'relation': relation, 'iteration': iteration, 'is_checkpoint': false} %}
  {% endfor %}
  {% do return(statements | join(';\n\n')) %}
{% endmacro %}


{# Drop the checkpoints that can't be continued from; return the others. #}
{% macro _clear_the_way(training, target) %}
  {% set standing = dbt_nn._checkpoints_of(target, dbt_nn._made_by()) %}
  {% set starts_anew = (should_full_refresh() or not training.options.resume) and not training.get('continues') %}
  {% set usable = [] if starts_anew else dbt_nn._resumable_checkpoints(training, standing) %}
  {% for checkpoint in standing if checkpoint not in usable %}
    {% do dbt_nn._drop(checkpoint.relation) %}
  {% endfor %}
  {% do return(usable) %}
{% endmacro %}
