{#
  Trials that are stopped early, by successive halving (Jamieson and Talwalkar 2016, https://arxiv.org/abs/1502.07943): all trials take an
  eighth of their iterations, and the better half continues to a quarter, to a half and to the end. What a trial is worth is its lowest
  validation loss so far, or where it has no validation rows its lowest train loss; of several groups and folds its mean place among the
  trials. A killed run resumes from its checkpoints and decides as it would have without the interruption.
#}
{% macro _halved_parts(prepared, parts, members, target) %}
  {% set with_loops = [] %}
  {% set paces = {} %}
  {% for part in parts %}
    {% do with_loops.append(dbt_nn._part_with_loop(prepared, part, parts | length, members, target, paces)) %}
  {% endfor %}
  {% set state = namespace(trials=prepared.fleet.trials | map(attribute='number') | list) %}
  {% set checkpoints = {} %}
  {% for share in [8, 4, 2, 1] %}
    {% set round_of_it = loop %}
    {% for part in with_loops if part.trial in state.trials %}
      {% set training = dict(
        part.training, options=dict(part.training.options, iterations=dbt_nn._iterations_of_share(part.training, share)),
        all_iterations=part.training.options.iterations, continues=not round_of_it.first
      ) %}
      {% do checkpoints.update({part.number: dbt_nn._train(training, dbt_nn._target_of_part(target, part.number))}) %}
    {% endfor %}
    {% set state.trials = dbt_nn._better_half(with_loops, checkpoints, state.trials, share, prepared.where) if not loop.last
      else state.trials %}
  {% endfor %}
  {% set finished = [] %}
  {% for part in with_loops %}
    {% do finished.append(dict(
      dbt_nn._finished_part(prepared, part, checkpoints[part.number], members), is_stopped=part.trial not in state.trials
    )) %}
  {% endfor %}
  {% do return(finished) %}
{% endmacro %}


{# The iteration at which a share of a training ends: an eighth, a quarter, … #}
{% macro _iterations_of_share(training, share) %}
  {% set first = training.first_iteration %}
  {% do return(first + (training.options.iterations - first + share - 1) // share) %}
{% endmacro %}


{# The trials that continue, and a line of the log. #}
{% macro _better_half(parts, checkpoints, trials, share, where) %}
  {% if trials | length == 1 %}
    {% do return(trials) %}
  {% endif %}
  {% set places = {} %}
  {% for values in dbt_nn._values_of_trials(parts, checkpoints, trials, share).values() %}
    {% set ordered = [] %}
    {% for trial, losses in values.items() %}
      {% do ordered.append({'trial': trial, 'loss': losses | sum / losses | length}) %}
    {% endfor %}
    {% for one in ordered | sort(attribute='loss') %}
      {% do places.setdefault(one.trial, []).append(loop.index) %}
    {% endfor %}
  {% endfor %}
  {% set ranked = [] %}
  {% for trial in trials %}
    {% do ranked.append({'trial': trial, 'place': places[trial] | sum / places[trial] | length}) %}
  {% endfor %}
  {% set kept = (ranked | sort(attribute='place'))[:(trials | length + 1) // 2] | map(attribute='trial') | sort %}
  {% do log(where ~ ": after " ~ {8: 'an eighth', 4: 'a quarter', 2: 'half'}[share] ~ " of the iterations, stopped "
    ~ (trials | length - kept | length) ~ " of " ~ trials | length ~ " trials; continuing with trials " ~ kept | join(', '), info=true) %}
  {% do return(kept) %}
{% endmacro %}


{# What each trial is worth so far: {key of its rows: {trial: [the loss of each restart]}}; a loss that is not finite is the greatest. #}
{% macro _values_of_trials(parts, checkpoints, trials, share) %}
  {% set found = {} %}
  {% for part in parts if part.trial in trials %}
    {% set last = dbt_nn._iterations_of_share(part.training, share) %}
    {% for row in dbt_nn._query(dbt_nn._losses_so_far(checkpoints[part.number], last)).rows %}
      {% set loss = row[1] | float if row[1] is not none and not row[2] else 1e308 %}
      {% do found.setdefault(row[0], {}).setdefault(part.trial, []).append(loss) %}
    {% endfor %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{% macro _losses_so_far(checkpoints, last) -%}
with history as (
  {%- for checkpoint in checkpoints %}
  select network_key, iteration, train_loss, validation_loss
  from {{ checkpoint.relation }}
  where layer is null
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
)

select
  network_key,
  {{ dbt_nn._double_text('min(coalesce(validation_loss, train_loss))') }} as loss,
  max(case when {{ dbt_nn._is_finite('train_loss') }} then 0 else 1 end) as is_lost
from history
where iteration <= {{ last }}
group by network_key
{%- endmacro %}
