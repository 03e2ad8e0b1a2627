{# Drops the schema of this project, and everything in it: `dbt run-operation clean_up`. #}
{% macro clean_up() %}
  {# Spark has no database. #}
  {% set schema = api.Relation.create(
    database=target.database or none, schema=generate_schema_name('dbt_nn_integration_tests', none)
  ).without_identifier() %}
  {% do adapter.drop_schema(schema) %}
  {% do log('dropped the schema ' ~ schema, info=true) %}
{% endmacro %}
