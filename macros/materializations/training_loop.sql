{#
  Iterates the model: its query is one iteration, parameters in, parameters out.
  The relation that stands is untouched until the new one is complete; then they are swapped in one transaction.
#}
{% materialization training_loop, default %}
  {% set where = "training_loop " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}
  {% set new_relation = make_intermediate_relation(target_relation) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% if flags.EMPTY %}
    {% set checkpoints = [] %}
    {% set result = 'select * from (\n\n' ~ sql ~ '\n\n) as one_iteration\nwhere 1 = 0' %}
  {% else %}
    {% set training = dbt_nn._plan(sql, where) %}
    {% set checkpoints = dbt_nn._train(training, target_relation) %}
    {% set result = dbt_nn._trained(training, checkpoints) %}
  {% endif %}

  {% do drop_relation_if_exists(load_cached_relation(new_relation)) %}
  {# target/run shows the last statement of the loop, where there was one. #}
  {% call statement('main' if load_result('main') is none else 'create_result') %}
    {{ get_create_table_as_sql(False, new_relation, result) }}
  {% endcall %}
  {% do dbt_nn._swap_in(new_relation, target_relation) %}

  {% if not flags.EMPTY and not training.options.keep_checkpoints %}
    {% for checkpoint in checkpoints %}
      {% do adapter.drop_relation(checkpoint.relation) %}
    {% endfor %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
