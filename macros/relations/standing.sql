{# The relation of a name in SQL. #}
{% macro _relation_of(name) %}
  {% set parts = dbt_nn._parts_of_name(name) %}
  {% do return(api.Relation.create(database=parts[-3] if parts | length > 2 else none, schema=parts[-2], identifier=parts[-1])) %}
{% endmacro %}


{#
  The relation in the warehouse that a reference names; none if there is none.
  In a unit test a reference is a CTE: then it is the table that its rows stand in for. An ephemeral model is a CTE too; a table of the same
  name is another relation, from an earlier run. A text may be a CTE or a subquery, which only the query knows, or the name of a table where
  the query will run. On an adapter that dbt_nn does not run on, nothing is looked up, so that dbt compiles.
#}
{% macro _standing_relation(relation) %}
  {% if not execute or relation is string or dbt_nn._refusal() is not none %}
    {% do return(none) %}
  {% elif not relation.is_cte %}
    {% do return(dbt_nn._loaded_relation(relation)) %}
  {% endif %}
  {% set given = dbt_nn._given_rows(relation) %}
  {% if given is none %}
    {% do return(none) %}
  {% endif %}
  {% do return(adapter.get_relation(database=given.database, schema=given.schema, identifier=given.name)) %}
{% endmacro %}


{# Whether these are the columns of a network of `train`. #}
{% macro _are_of_network(columns) -%}
  {%- set names = columns | map(attribute='name') | map('lower') | list -%}
  {%- do return('role' in names and 'output_name' in names) -%}
{%- endmacro %}


{% macro _is_network(relation) -%}
  {%- do return(dbt_nn._are_of_network(dbt_nn._names_and_types('select * from ' ~ relation))) -%}
{%- endmacro %}


{% macro _check_is_network(relation, what) -%}
  {%- set columns = dbt_nn._names_and_types('select * from ' ~ relation) -%}
  {%- if not dbt_nn._are_of_network(columns) -%}
    {%- do exceptions.raise_compiler_error(
      what ~ " is not a network trained by dbt_nn.train; its columns are " ~ columns | map(attribute='name') | join(', ')
    ) -%}
  {%- endif -%}
{%- endmacro %}


{% macro _is_relation(value) -%}
  {%- do return(value is defined and value is not none and value is not string and value.identifier is defined) -%}
{%- endmacro %}
