{#
  Trains the network of dbt_nn.train and stores it in one relation. The model's query is the examples.
  The relation that stands is untouched until the new network is complete; then they are swapped in one transaction.
#}
{% materialization neural_network, default %}
  {% set where = "neural_network " ~ this.identifier %}
  {% set target_relation = this.incorporate(type='table') %}

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
      {% do dbt_nn._claim(target_relation, where) %}
      {% set result = dbt_nn._trained_network(prepared, target_relation) %}
    {% endif %}
  {% endif %}

  {% if result is none %}
    {% call statement('main') %}
      select count(*) from {{ target_relation }}
    {% endcall %}
    {% do dbt_nn._finish(target_relation, target_relation) %}
  {% else %}
    {% do dbt_nn._store(result, target_relation) %}
    {% if prepared %}
      {% do dbt_nn._clean_up(prepared, target_relation) %}
      {% do dbt_nn._release(target_relation) %}
    {% endif %}
  {% endif %}

  {{ run_hooks(post_hooks, inside_transaction=False) }}
  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
