{#
  The standing network and the previous one change places. What becomes the previous one is a table first, so that nothing is lost where the
  warehouse has no transactions.
#}
{% macro _exchange(networks, target) %}
  {% set previous = dbt_nn._beside(target, '__previous') %}
  {% set made = dbt_nn._beside(target, '__dbt_nn_replaced') %}
  {% do dbt_nn._begin() %}
  {% do dbt_nn._put(made, dbt_nn._exchanged(networks.standing, networks)) %}
  {% do dbt_nn._put(target, dbt_nn._exchanged(networks.previous, networks)) %}
  {% do dbt_nn._put(previous, 'select * from ' ~ made) %}
  {% do dbt_nn._drop(made) %}
  {% do adapter.commit() %}
{% endmacro %}
