{#
  Trains the network of dbt_nn.train and stores it in one relation. The model's query is the examples.
  The standing relation is untouched until the new network is complete; then it is replaced in one transaction.
#}
{% materialization neural_network, default %}
  {% set where = "neural_network " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}
  {% do dbt_nn._check_contract(dbt_nn._empty_network()) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set trained = none %}
  {% set prepared = none %}
  {% set kept = dbt_nn._kept_when_empty(target_relation, "role in ('weight', 'bias')", where) %}
  {% if not flags.EMPTY %}
    {% set prepared = dbt_nn._prepare_training(sql, target_relation, where) %}
    {% if not prepared.reason %}
      {% do log(where ~ ": options and examples are unchanged; training skipped", info=true) %}
      {% do dbt_nn._clear_left_overs(prepared.options, target_relation, where) %}
    {% else %}
      {% do log(where ~ ": training because " ~ prepared.reason, info=true) %}
      {% do dbt_nn._claim(target_relation, where) %}
      {% do dbt_nn._check_names_beside(target_relation, where) %}
      {% set trained = dbt_nn._trained_network(prepared, target_relation) %}
    {% endif %}
  {% endif %}

  {% if kept is not none or (prepared and not trained) %}
    {% do dbt_nn._keep(target_relation if kept is none else kept) %}
  {% else %}
    {% do dbt_nn._store(trained.query if trained else dbt_nn._empty_network(), target_relation) %}
    {% if trained %}
      {% do dbt_nn._clean_up(prepared, trained.checkpoints, target_relation) %}
      {% do dbt_nn._release(target_relation) %}
    {% endif %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
