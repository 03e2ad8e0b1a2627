{# The tables and views in a relation's schema, {name, type}: read from the warehouse, because dbt's cache may be older than another run. #}
{% macro _relations_beside(relation) %}
  {% do return(dbt_nn._relations_in_schema(relation) if relation.schema and execute and dbt_nn._refusal() is none else []) %}
{% endmacro %}


{% macro _tables_beside(relation) %}
  {% do return(dbt_nn._relations_beside(relation) | map(attribute='name') | list) %}
{% endmacro %}


{% macro _relations_in_schema(relation) -%}
  {{ return(adapter.dispatch('_relations_in_schema', 'dbt_nn')(relation)) }}
{%- endmacro %}

{% macro default___relations_in_schema(relation) -%}
  {%- set found = [] -%}
  {%- for row in list_relations_without_caching(relation.without_identifier()) -%}
    {%- do found.append({'name': row['name'], 'type': row['type'] | string}) -%}
  {%- endfor -%}
  {%- do return(found) -%}
{%- endmacro %}

{# Names only: dbt's own list asks the metastore for every detail of every table. #}
{% macro spark___relations_in_schema(relation) -%}
  {%- set views = [] -%}
  {%- for row in run_query('show views in ' ~ relation.without_identifier()) -%}
    {%- do views.append(row[1]) -%}
  {%- endfor -%}
  {%- set found = [] -%}
  {%- for row in run_query('show tables in ' ~ relation.without_identifier()) -%}
    {%- do found.append({'name': row[1], 'type': 'view' if row[1] in views else 'table'}) -%}
  {%- endfor -%}
  {%- do return(found) -%}
{%- endmacro %}

{# A name in capitals alone was written without quotes, and is in lower case in dbt. #}
{% macro snowflake___relations_in_schema(relation) -%}
  {%- set found = [] -%}
  {%- for row in list_relations_without_caching(relation.without_identifier()) -%}
    {%- do found.append({
      'name': dbt_nn._written_name(row['name']), 'type': 'view' if row['kind'] | lower == 'view' else 'table'
    }) -%}
  {%- endfor -%}
  {%- do return(found) -%}
{%- endmacro %}


{% macro _create_table_as(relation, query) -%}
{{ dbt_nn._create_table() }} {{ relation.render() }} {{ dbt_nn._table_format() }}as (

{{ query }}

)
{%- endmacro %}


{#
  How the statement begins that makes a table beside the model's own; it must fail if the table exists, because another run may have created
  it.
#}
{% macro _create_table() -%}
  {{ return(adapter.dispatch('_create_table', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___create_table() -%}
  {%- do return('create table') -%}
{%- endmacro %}

{# Such tables are dropped within minutes: a permanent one would be kept, and billed, for a week. #}
{% macro snowflake___create_table() -%}
  {%- do return('create transient table') -%}
{%- endmacro %}


{# The format of a table that is made beside the model's own. #}
{% macro _table_format() -%}
  {{ return(adapter.dispatch('_table_format', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___table_format() -%}
  {%- do return('') -%}
{%- endmacro %}

{# That of the model, if it says one. #}
{% macro spark___table_format() -%}
  {%- do return('using ' ~ config.get('file_format') ~ ' ' if config.get('file_format') else '') -%}
{%- endmacro %}


{#
  Whether a table is made in the place of the standing one in a single step, so that readers see the old rows or the new.
  Elsewhere it is made beside, and renamed in a transaction.
#}
{% macro _replaces_tables(standing) -%}
  {{ return(adapter.dispatch('_replaces_tables', 'dbt_nn')(standing)) }}
{%- endmacro %}

{% macro default___replaces_tables(standing) -%}
  {%- do return(false) -%}
{%- endmacro %}

{#
  There are no transactions, and a rename is a copy and a drop. What can't be replaced is dropped first, as in dbt's table materialization:
  a view, another partitioning.
#}
{% macro bigquery___replaces_tables(standing) -%}
  {%- set partitions = adapter.parse_partition_by(config.get('partition_by')) -%}
  {%- if standing is not none and not (standing.is_table and adapter.is_replaceable(standing, partitions, config.get('cluster_by'))) -%}
    {%- do adapter.drop_relation(standing) -%}
  {%- endif -%}
  {%- do return(true) -%}
{%- endmacro %}

{#
  A table in Delta, the format of Databricks unless the model says another, is replaced by dbt's own `create or replace table`. An operation
  has no model that says a format.
#}
{% macro databricks___replaces_tables(standing) -%}
  {%- set is_replaced = (
    flags.WHICH != 'run-operation' and adapter.build_catalog_relation(config.model).file_format == 'delta'
  ) -%}
  {%- if is_replaced and standing is not none and not standing.is_table -%}
    {%- do adapter.drop_relation(standing) -%}
  {%- endif -%}
  {%- do return(is_replaced) -%}
{%- endmacro %}

{# `create or replace table` is one step, and every such statement commits by itself. A view is dropped first. #}
{% macro snowflake___replaces_tables(standing) -%}
  {%- if standing is not none and not standing.is_table -%}
    {%- do adapter.drop_relation(standing) -%}
  {%- endif -%}
  {%- do return(true) -%}
{%- endmacro %}


{# The relation if the warehouse has it, else none. #}
{% macro _loaded_relation(relation) -%}
  {{ return(adapter.dispatch('_loaded_relation', 'dbt_nn')(relation)) }}
{%- endmacro %}

{% macro default___loaded_relation(relation) -%}
  {%- do return(load_relation(relation)) -%}
{%- endmacro %}

{# A source of files has no table: it is read by its location, which is what stands for it in SQL. #}
{% macro duckdb___loaded_relation(relation) -%}
  {%- do return(relation if relation.external is defined and relation.external else load_relation(relation)) -%}
{%- endmacro %}
