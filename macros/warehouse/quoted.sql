{# A column name of the user's, quoted: it may hold blanks, quotes, capitals or be a reserved word. #}
{% macro _quoted(column) -%}
  {{ return(adapter.dispatch('_quoted', 'dbt_nn')(column)) }}
{%- endmacro %}

{% macro default___quoted(column) -%}
  {%- do return(adapter.quote(column | replace('"', '""'))) -%}
{%- endmacro %}

{# Names are quoted with backticks, which BigQuery's column names can't hold. #}
{% macro bigquery___quoted(column) -%}
  {%- do return(adapter.quote(column)) -%}
{%- endmacro %}

{% macro spark___quoted(column) -%}
  {%- do return('`' ~ column | replace('`', '``') ~ '`') -%}
{%- endmacro %}
