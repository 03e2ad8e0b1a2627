{# Drops the schema of this project, and everything in it: `dbt run-operation clean_up`. #}
{% macro clean_up() %}
  {% set schema = api.Relation.create(
    database=target.database, schema=generate_schema_name('dbt_nn_integration_tests', none)
  ).without_identifier() %}
  {% do adapter.drop_schema(schema) %}
  {% do log('dropped the schema ' ~ schema, info=true) %}
{% endmacro %}
