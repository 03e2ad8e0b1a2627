{#
  Trains the network of dbt_nn.train and stores it in one relation. The model's query is the examples.
  The standing relation is untouched until the new network is complete and, where it is asked for, better; then it is replaced in one
  transaction.
#}
{% materialization neural_network, default %}
  {% set where = "neural_network " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}
  {% set given = config.get('meta', {}).get('dbt_nn_options', {}) %}
  {% do dbt_nn._check_identifier(target_relation, where) %}
  {% do dbt_nn._check_query_to_train(sql, where) %}
  {% set given = dbt_nn._given_to_train(given, sql, where) %}
  {% set options = dbt_nn._options_to_train(given, where) %}
  {% set promotion = dbt_nn._promotion(options, where) %}
  {% do dbt_nn._check_best_by(options, where) %}
  {% do dbt_nn._check_contract(dbt_nn._empty_network()) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set prepared = none %}
  {% set result = none %}
  {% set kept = dbt_nn._kept_when_empty(target_relation, "role in ('weight', 'bias')", where) %}
  {% if not flags.EMPTY %}
    {% set prepared = dbt_nn._prepare_training(sql, options, given, target_relation, where) %}
    {% if not prepared.reason %}
      {% do log(where ~ ": " ~ prepared.skipped ~ "; training skipped", info=true) %}
      {% do dbt_nn._clear_left_overs(options, target_relation, where) %}
      {% do dbt_nn._drop(prepared.promoted.relation) if prepared.get('promoted') %}
    {% else %}
      {% do dbt_nn._begin_training(prepared, promotion, target_relation) %}
      {% set result = dbt_nn._judged_network(prepared, promotion, target_relation) %}
    {% endif %}
  {% endif %}

  {% if kept is not none or (prepared and not result) or (result and not result.verdict.is_promoted and prepared.standing.facts) %}
    {% do dbt_nn._keep(target_relation if kept is none else kept) %}
  {% elif flags.EMPTY %}
    {% do dbt_nn._store(dbt_nn._empty_network(), target_relation) %}
  {% elif result.verdict.is_promoted %}
    {% set previous = dbt_nn._beside(target_relation, '__previous') if dbt_nn._keeps_previous(options) else none %}
    {% do dbt_nn._store(result.query, target_relation, previous if prepared.standing.facts else none) %}
  {% endif %}
  {% if result %}
    {% do dbt_nn._clean_up(prepared, result, target_relation) %}
    {% do dbt_nn._release(target_relation) %}
    {% do dbt_nn._tell(prepared, promotion, result) %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Says why, and takes the names that training needs. #}
{% macro _begin_training(prepared, promotion, target) %}
  {% set judges = promotion is not none or dbt_nn._is_capped_beside_full(prepared) %}
  {% if prepared.candidate %}
    {% do log(
      prepared.where ~ ": evaluating " ~ prepared.candidate.relation ~ " again: it was trained with the same rows and options", info=true
    ) %}
  {% else %}
    {% do log(prepared.where ~ ": training because " ~ prepared.reason, info=true) %}
    {% do dbt_nn._check_promotion(promotion, prepared) if promotion is not none %}
  {% endif %}
  {% do dbt_nn._clear_left_overs(prepared.options, target, prepared.where) if prepared.candidate %}
  {% do dbt_nn._claim(target, prepared.where) %}
  {% do dbt_nn._check_names_beside(target, prepared.where) %}
  {% do dbt_nn._check_networks_beside(
    target, (['candidate'] if judges else []) + (['previous'] if dbt_nn._keeps_previous(prepared.options) else []), prepared.where
  ) %}
{% endmacro %}
