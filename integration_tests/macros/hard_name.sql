{# The name of a column that is hard to write, as far as the warehouse takes such names. #}
{% macro hard_name() -%}
  {{ return(adapter.dispatch('hard_name', 'dbt_nn_integration_tests')()) }}
{%- endmacro %}

{% macro default__hard_name() -%}
  {{ return('größe "in cm"; --') }}
{%- endmacro %}

{# Hive's metastore keeps letters, digits and underscores; so does BigQuery. #}
{% macro spark__hard_name() -%}
  {{ return('select') }}
{%- endmacro %}

{% macro bigquery__hard_name() -%}
  {{ return('select') }}
{%- endmacro %}
