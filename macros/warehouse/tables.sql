{# The names of the tables and views in a relation's schema: asked of the warehouse, for dbt's cache may be older than another run. #}
{% macro _tables_beside(relation) %}
  {% set names = [] %}
  {% if relation.schema and execute %}
    {% for row in list_relations_without_caching(relation.without_identifier()) %}
      {% do names.append(row['name']) %}
    {% endfor %}
  {% endif %}
  {% do return(names) %}
{% endmacro %}


{# The schemas of the target's database that have a table of this name. #}
{% macro _schemas_with(name) -%}
  {{ return(adapter.dispatch('_schemas_with', 'dbt_nn')(name)) }}
{%- endmacro %}

{% macro default___schemas_with(name) -%}
  {%- set schemas = [] -%}
  {%- for row in run_query("select table_schema from information_schema.tables where lower(table_name) = lower(" ~ dbt_nn._literal(name) ~ ") order by table_schema") -%}
    {%- do schemas.append(row[0]) -%}
  {%- endfor -%}
  {%- do return(schemas) -%}
{%- endmacro %}


{# The longest name of a table. #}
{% macro _longest_name() -%}
  {{ return(adapter.dispatch('_longest_name', 'dbt_nn')()) }}
{%- endmacro %}

{# DuckDB knows no limit; this one leaves room for the name of an exported file. #}
{% macro default___longest_name() -%}
  {%- do return(255) -%}
{%- endmacro %}

{% macro postgres___longest_name() -%}
  {%- do return(63) -%}
{%- endmacro %}

{% macro spark___longest_name() -%}
  {%- do return(128) -%}
{%- endmacro %}

{% macro bigquery___longest_name() -%}
  {%- do return(1024) -%}
{%- endmacro %}


{% macro _create_table_as(relation, query) -%}
create table {{ relation.render() }} as (

{{ query }}

)
{%- endmacro %}
