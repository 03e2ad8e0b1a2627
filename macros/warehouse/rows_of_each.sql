{#
  Several rows of each row of a relation: `rows` is a list of the columns of each. By default a SELECT for each, which of a column store
  reads only its columns.
#}
{% macro _rows_of_each(relation, rows, condition) -%}
  {{ return(adapter.dispatch('_rows_of_each', 'dbt_nn')(relation, rows, condition)) }}
{%- endmacro %}

{% macro default___rows_of_each(relation, rows, condition) -%}
{%- for columns in rows %}
select
  {{ columns | join(',\n') | indent(2) }}
from {{ relation }}
{{- '\nwhere ' ~ condition if condition }}
{{- '\nunion all' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{# Spark plans a view again wherever it is read, and that of a network takes a second: it is read once. #}
{% macro spark___rows_of_each(relation, rows, condition) -%}
{%- set structs = [] -%}
{%- for columns in rows -%}
  {%- do structs.append('struct(' ~ columns | join(', ') ~ ')') -%}
{%- endfor -%}
select inline(array(
  {{ structs | join(',\n') | indent(2) }}
))
from {{ relation }}
{{- '\nwhere ' ~ condition if condition }}
{%- endmacro %}
