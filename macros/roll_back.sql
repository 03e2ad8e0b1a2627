{#
  Exchanges a network with the one that it replaced: `dbt run-operation dbt_nn.roll_back --args '{network: churn_network}'`. The replaced
  one is in <name>__previous if the model has `promote` or `keep_previous`. Called again, it brings the newer network back.
#}
{% macro roll_back(network=none) %}
  {% set where = "dbt_nn.roll_back" %}
  {% if execute %}
    {% set node = dbt_nn._node_of_network(network, where) %}
    {% set target = api.Relation.create(database=node.database, schema=node.schema, identifier=node.alias, type='table') %}
    {% set made_by = node.package_name ~ '.' ~ node.name %}
    {% set networks = dbt_nn._networks_to_exchange(target, made_by, where) %}
    {% do dbt_nn._check_networks_beside(target, ['previous', 'dbt_nn_replaced'], where, made_by) %}
    {% do dbt_nn._claim(target, where) %}
    {% do dbt_nn._exchange(networks, target) %}
    {% do dbt_nn._release(target) %}
    {% do log(where ~ ": " ~ target ~ " is " ~ dbt_nn._training_in_words(networks.previous.version) ~ " again; "
      ~ dbt_nn._training_in_words(networks.standing.version) ~ " is in " ~ networks.previous.relation, info=true) %}
  {% endif %}
{% endmacro %}
