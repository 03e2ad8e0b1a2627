{#
  A whole row of a table or CTE that travels through a query's stages, so that none of its columns meets one of the query's own:
    _whole_row(alias, columns)   what a SELECT reads of it; `columns` are those of the row, [] where they can't be looked up
    _names_of_row(columns)       the names to hand on
    _columns_of_row(columns)     its columns again
#}
{% macro _whole_row(alias, columns) -%}
  {{ return(adapter.dispatch('_whole_row', 'dbt_nn')(alias, columns)) }}
{%- endmacro %}

{% macro default___whole_row(alias, columns) -%}
  {%- do return(alias ~ ' as example') -%}
{%- endmacro %}

{% macro spark___whole_row(alias, columns) -%}
  {%- do return('struct(' ~ alias ~ '.*) as example') -%}
{%- endmacro %}

{# There is no type of a row: each of its columns travels by its number. What is only compiled may not know them yet. #}
{% macro snowflake___whole_row(alias, columns) -%}
  {%- if not columns and not dbt_nn._sends_sql() -%}
    {%- do return('null as example') -%}
  {%- elif not columns -%}
    {%- do exceptions.raise_compiler_error(
      "dbt_nn: the columns of the examples cannot be looked up, which Snowflake requires, because examples is an ephemeral model, a CTE or "
      ~ "a name in a string; pass a table or view as ref() or source()"
    ) -%}
  {%- endif -%}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- do names.append(alias ~ '.' ~ column.quoted ~ ' as example_column_' ~ loop.index) -%}
  {%- endfor -%}
  {%- do return(names | join(',\n')) -%}
{%- endmacro %}


{% macro _names_of_row(columns) -%}
  {{ return(adapter.dispatch('_names_of_row', 'dbt_nn')(columns)) }}
{%- endmacro %}

{% macro default___names_of_row(columns) -%}
  {%- do return(['example']) -%}
{%- endmacro %}

{% macro snowflake___names_of_row(columns) -%}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- do names.append('example_column_' ~ loop.index) -%}
  {%- endfor -%}
  {%- do return(names or ['example']) -%}
{%- endmacro %}


{% macro _columns_of_row(columns) -%}
  {{ return(adapter.dispatch('_columns_of_row', 'dbt_nn')(columns)) }}
{%- endmacro %}

{% macro default___columns_of_row(columns) -%}
  {%- do return('example.*') -%}
{%- endmacro %}

{% macro postgres___columns_of_row(columns) -%}
  {%- do return('(example).*') -%}
{%- endmacro %}

{% macro snowflake___columns_of_row(columns) -%}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- do names.append('example_column_' ~ loop.index ~ ' as ' ~ column.quoted) -%}
  {%- endfor -%}
  {%- do return(names | join(',\n') or 'example') -%}
{%- endmacro %}
