{#
  Trains the network of dbt_nn.train and stores it in one relation. The model's query is the examples.
  The relation that stands is untouched until the new network is complete; then they are swapped in one transaction.
#}
{% materialization neural_network, default %}
  {% set where = "neural_network " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}
  {% set new_relation = make_intermediate_relation(target_relation) %}

  {{ run_hooks(pre_hooks, inside_transaction=False) }}
  {{ run_hooks(pre_hooks, inside_transaction=True) }}

  {% set result = none %}
  {% set prepared = none %}
  {% if flags.EMPTY %}
    {% set result = dbt_nn._empty_network() %}
  {% else %}
    {% set prepared = dbt_nn._prepare_training(sql, where) %}
    {% if dbt_nn._is_trained(target_relation, prepared) %}
      {% do log(where ~ ": options and examples are those of the network that stands; nothing is left to train", info=true) %}
    {% else %}
      {% set result = dbt_nn._trained_network(prepared, target_relation) %}
    {% endif %}
  {% endif %}

  {% if result is none %}
    {% call statement('main') %}
      select count(*) from {{ target_relation }}
    {% endcall %}
    {% do dbt_nn._finish(target_relation, target_relation) %}
  {% else %}
    {% do drop_relation_if_exists(load_cached_relation(new_relation)) %}
    {# target/run shows the last statement of the loop, where there was one. #}
    {% call statement('main' if load_result('main') is none else 'create_network') %}
      {{ get_create_table_as_sql(False, new_relation, result) }}
    {% endcall %}
    {% do dbt_nn._swap_in(new_relation, target_relation) %}
    {% if prepared %}
      {% do dbt_nn._clean_up(prepared, target_relation) %}
    {% endif %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
