{#
  Iterates the model: its query is one iteration, parameters in, parameters out.
  The standing relation is untouched until the new one is complete; then it is replaced in one transaction.
#}
{% materialization training_loop, default %}
  {% set where = "training_loop " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}
  {% do dbt_nn._check_identifier(target_relation, where) %}
  {% do dbt_nn._check_contract(sql) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set kept = dbt_nn._kept_when_empty(target_relation, 'layer is not null', where) %}
  {% if flags.EMPTY %}
    {% set checkpoints = [] %}
    {% set result = 'select * from (\n\n' ~ sql ~ '\n\n) as one_iteration\nwhere 1 = 0' %}
  {% else %}
    {% do dbt_nn._claim(target_relation, where) %}
    {% do dbt_nn._check_names_beside(target_relation, where) %}
    {% set training = dbt_nn._plan(sql, where) %}
    {% do dbt_nn._check_views(target_relation, training.columns, where) %}
    {% set checkpoints = dbt_nn._train(training, target_relation) %}
    {% set result = dbt_nn._trained(training, checkpoints) %}
  {% endif %}

  {% if kept is not none %}
    {% do dbt_nn._keep(kept) %}
  {% else %}
    {% do dbt_nn._store(result, target_relation) %}
  {% endif %}

  {% if not flags.EMPTY and not training.options.keep_checkpoints %}
    {% for checkpoint in checkpoints %}
      {% do dbt_nn._drop(checkpoint.relation) %}
    {% endfor %}
  {% endif %}

  {% if not flags.EMPTY %}
    {% do dbt_nn._release(target_relation) %}
  {% endif %}
  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
