{# All of a relation; a condition that is put on what was computed there does not lead to its being computed again. #}
{% macro _shielded(relation, carried, computed) -%}
  {{ return(adapter.dispatch('_shielded', 'dbt_nn')(relation, carried, computed)) }}
{%- endmacro %}

{% macro default___shielded(relation, carried, computed) -%}
  {%- do return('select * from ' ~ relation) -%}
{%- endmacro %}

{#
  Spark moves a condition down to the scan, and writes the columns of all stages out in it: a network of two layers did not come to an end.
  It does not take a condition through what a function of rows returns; one on a carried column it does.
#}
{% macro spark___shielded(relation, carried, computed) -%}
select
  {{ carried | join(',\n  ') }},
  inline(array(struct({{ computed | join(', ') }})))
from {{ relation }}
{%- endmacro %}


{# The columns of a SELECT that makes one row of all rows. #}
{% macro _aggregated(columns) -%}
  {{ return(adapter.dispatch('_aggregated', 'dbt_nn')(columns)) }}
{%- endmacro %}

{% macro default___aggregated(columns) -%}
  {%- do return(columns | join(',\n')) -%}
{%- endmacro %}

{#
  Spark 4.3 makes one subquery of all such aggregates of a query (MergeSubplans), and of each column that is read a reference to it, which
  holds the whole subquery again: a hundred columns in a query that reads the predictions three times did not fit in the driver's memory. So
  it sees one column.
#}
{% macro spark___aggregated(columns) -%}
inline(array(struct(
  {{ columns | join(',\n') | indent(2) }}
)))
{%- endmacro %}


{# Lets the session plan a query of many stages. #}
{% macro _allow_many_stages() -%}
  {% do adapter.dispatch('_allow_many_stages', 'dbt_nn')() %}
{%- endmacro %}

{% macro default___allow_many_stages() -%}
{%- endmacro %}

{# Spark's analyzer resolves about one level of CTEs in a round, and gives up after 100 rounds. #}
{% macro spark___allow_many_stages() -%}
  {% do run_query('set spark.sql.analyzer.maxIterations = 1000') %}
{%- endmacro %}
