{# The dict of `promote` with what its metric is; none where every network is promoted. Raises what is known before anything is read. #}
{% macro _promotion(options, where) %}
  {% set promote = dbt_nn._promote_of(options) %}
  {% if promote is none %}
    {% do return(none) %}
  {% endif %}
  {% set metric = dbt_nn._metric_named(promote.metric) %}
  {% if metric is none %}
    {% do dbt_nn._raise_problems(where, ["promote: metric is " ~ dbt_nn._not_among(promote.metric, dbt_nn._metric_names())]) %}
  {% elif metric.get('needs') and promote.positive_class is none %}
    {% do dbt_nn._raise_problems(where, [
      "promote: positive_class is missing: " ~ metric.name ~ " is computed for one class, such as positive_class: 'yes'"
    ]) %}
  {% elif promote.at_least is not none or promote.at_most is not none %}
    {% for problem in dbt_nn._metric_bounds_problems(promote.metric, promote.at_least, promote.at_most, 'a network') %}
      {% do dbt_nn._raise_problems(where, ["promote: " ~ problem]) %}
    {% endfor %}
  {% endif %}
  {% do return(dict(promote, task=metric.task, better=metric.better)) %}
{% endmacro %}


{# The conditions of promotion on rows and classes, before the training. #}
{% macro _check_promotion(promotion, prepared) %}
  {% set problems = [] %}
  {% set task = 'classification' if prepared.network.classes else 'regression' %}
  {% set classes = prepared.network.classes %}
  {% set counts = prepared.encoding.counts %}
  {% if promotion.task != task %}
    {% do problems.append("promote: metric is " ~ promotion.metric ~ ", which is for " ~ promotion.task ~ ", and the task is " ~ task
      ~ "; accepted: " ~ dbt_nn._metric_names(task) | join(', ')) %}
  {% elif promotion.positive_class is not none and dbt_nn._class_text(promotion.positive_class) not in classes %}
    {% do problems.append("promote: positive_class is " ~ dbt_nn._not_among(dbt_nn._class_text(promotion.positive_class), classes)) %}
  {% endif %}
  {% if promotion.metric == 'coverage' and not prepared.options.interval %}
    {% do problems.append("promote: metric is coverage, which needs interval, such as interval=0.9") %}
  {% endif %}
  {# With folds, rows that train are held out once. #}
  {% set validation = counts.validation or prepared.fleet.folds %}
  {% if promotion.split is none and not counts.test and not validation %}
    {% do problems.append("promote requires rows that are not used for training, and there are none; set example_id or split") %}
  {% elif promotion.split is not none and not (validation if promotion.split == 'validation' else counts.test) %}
    {% do problems.append("promote: split is " ~ promotion.split ~ ", which has no rows with a label") %}
  {% endif %}
  {% do dbt_nn._raise_problems(prepared.where, problems) %}
{% endmacro %}


{#
  The network that is stored, or that stays a candidate: {query, checkpoints, verdict, candidate: the table that holds it, or none}.
  A network that has to be evaluated is stored in a table first, so that an interrupted run loses nothing: the next one evaluates it again.
#}
{% macro _judged_network(prepared, promotion, target) %}
  {% set is_capped = dbt_nn._is_capped_beside_full(prepared) %}
  {% set is_judged = promotion is not none or is_capped %}
  {% if prepared.candidate %}
    {% set trained = {'checkpoints': [], 'query': ''} %}
  {% elif prepared.fleet %}
    {% set trained = dbt_nn._trained_fleet(prepared, target, is_judged) %}
  {% else %}
    {% set trained = dbt_nn._trained_network(prepared, target, is_judged) %}
  {% endif %}
  {% if not is_judged and not prepared.candidate %}
    {% do return(dict(trained, verdict={'is_promoted': true}, candidate=none)) %}
  {% endif %}
  {% set candidate = dbt_nn._beside(target, '__candidate') %}
  {% if not prepared.candidate %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._put(candidate, trained.query) %}
    {% do adapter.commit() %}
  {% endif %}
  {% if is_capped %}
    {% set verdict = dbt_nn._verdict_on_capped(prepared) %}
  {% elif promotion is none %}
    {% set verdict = {'is_promoted': true, 'reason': 'promote is always'} %}
  {% else %}
    {% set verdict = dbt_nn._verdict_on_networks(prepared, promotion, candidate, target) %}
  {% endif %}
  {% set query = dbt_nn._with_outcome(candidate, verdict, 'promoted' if verdict.is_promoted else 'refused') %}
  {% if not verdict.is_promoted or verdict.get('keeps_candidate') %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._put(candidate, query) %}
    {% do adapter.commit() %}
  {% endif %}
  {% if verdict.get('refused') %}
    {# The candidate's table has its outcome by now. #}
    {% set query = dbt_nn._with_standing_networks('select * from ' ~ candidate, verdict.refused, prepared.standing.relation
      if prepared.standing.facts else none) %}
  {% endif %}
  {% do return({'query': query, 'checkpoints': trained.checkpoints, 'verdict': verdict, 'candidate': candidate}) %}
{% endmacro %}


{# The network in the candidate's table, with what came out of its training. #}
{% macro _with_outcome(candidate, verdict, outcome) -%}
{%- set number = dbt_nn._query("select max(iteration) from " ~ candidate ~ " where role = 'training'").rows[0][0] -%}
{%- set facts = {
  'outcome': outcome, 'outcome_reason': verdict.reason, 'metric': verdict.metric, 'candidate_value': verdict.candidate_value,
  'standing_value': verdict.standing_value
} -%}
{%- set known = dbt_nn._facts_of_outcomes() | join("', '") -%}
select {{ dbt_nn._network_columns() }}
from {{ candidate }}
where not (role = 'training' and iteration = {{ number }} and input_name in ('{{ known }}'))

union all

{{ dbt_nn._training_rows(number, facts) | join('\nunion all\n') }}
{%- endmacro %}


{#
  Reports the decision once, at the end: for a refused candidate a warning, or an error if there is no standing network or the model asks
  for an error.
#}
{% macro _tell(prepared, promotion, result) %}
  {% set stands = prepared.standing.facts != {} %}
  {% if result.verdict.is_promoted %}
    {% set told = prepared.where ~ ": promoted: " ~ result.verdict.reason %}
    {% if result.verdict.get('refused') %}
      {% do exceptions.warn(told ~ ". The standing network of a refused group is unchanged, and a group without one has no network; "
        ~ "the refused networks are in " ~ result.candidate) %}
    {% elif result.candidate %}
      {% do log(told, info=true) %}
    {% endif %}
    {% do return('') %}
  {% endif %}
  {% set message = prepared.where ~ ": the candidate was refused: " ~ result.verdict.reason ~ ". "
    ~ ("The standing network is unchanged" if stands else "There is no network yet, and none was stored")
    ~ "; the candidate is in " ~ result.candidate %}
  {% if not stands or (promotion is not none and promotion.otherwise == 'fail') %}
    {% do exceptions.raise_compiler_error(message) %}
  {% endif %}
  {% do exceptions.warn(message) %}
{% endmacro %}
