{#
  Why the package does not run on the target's adapter, as a sentence; none where it does. An adapter takes the variants of another one by
  its own name or by one that it inherits from, and only the adapters that a record of `_warehouse` lists have been tested with it.
#}
{% macro _refusal() %}
  {% set warehouse = dbt_nn._warehouse() %}
  {% if target.type in warehouse.adapters %}
    {% do return(none) %}
  {% endif %}
  {% do return(
    "dbt_nn runs on DuckDB, PostgreSQL, Spark, Databricks, BigQuery and Snowflake; "
    ~ (warehouse.lacks or "the adapter of this target is " ~ target.type ~ ", which dbt_nn does not support")
    ~ ". Use a target of one of these, or add the warehouse (docs/warehouses.md of dbt_nn)"
  ) %}
{% endmacro %}


{# Raises this error if a command runs SQL of the package; `dbt parse`, `compile` and `ls` continue. #}
{% macro _refuse_adapter(where) %}
  {% if dbt_nn._sends_sql() %}
    {% set refusal = dbt_nn._refusal() %}
    {% if refusal is not none %}
      {% do exceptions.raise_compiler_error(where ~ ": " ~ refusal) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# Whether this command sends what is rendered now to the warehouse. #}
{% macro _sends_sql() %}
  {% do return(execute and flags.WHICH in ['run', 'build', 'test', 'show', 'snapshot', 'retry', 'run-operation']) %}
{% endmacro %}
