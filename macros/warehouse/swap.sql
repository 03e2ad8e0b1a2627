{# Begins the transaction of a checkpoint or a swap. dbt begins one at its next statement, unless it believes that one is open. #}
{% macro _begin() %}
  {% do adapter.dispatch('_begin', 'dbt_nn')() %}
{% endmacro %}

{% macro default___begin() %}
{% endmacro %}

{#
  A commit that dbt sends as text leaves its client in the belief that its transaction is still open, so that it begins none after a
  checkpoint: every statement would commit by itself. Where one is open, PostgreSQL says so in a warning and goes on with it.
#}
{% macro postgres___begin() %}
  {% call statement('begin') %}
    begin
  {% endcall %}
{% endmacro %}


{# Whether the standing relation gets new rows instead of making way for a new table. #}
{% macro _keeps_table(standing, result) %}
  {{ return(adapter.dispatch('_keeps_table', 'dbt_nn')(standing, result)) }}
{% endmacro %}

{% macro default___keeps_table(standing, result) %}
  {% do return(false) %}
{% endmacro %}

{# A table that is dropped takes every view on it along. Where the columns are the same, it need not be. #}
{% macro postgres___keeps_table(standing, result) %}
  {% do return(
    standing is not none and standing.is_table
    and dbt_nn._names_and_types('select * from ' ~ standing) == dbt_nn._names_and_types(result)
  ) %}
{% endmacro %}


{# The views that a new table in the place of the standing relation would drop: their names. #}
{% macro _views_on(standing) %}
  {{ return(adapter.dispatch('_views_on', 'dbt_nn')(standing)) }}
{% endmacro %}

{% macro default___views_on(standing) %}
  {% do return([]) %}
{% endmacro %}

{% macro postgres___views_on(standing) %}
  {% set query %}
select distinct views.oid::regclass::text as name
from pg_depend as dependency
inner join pg_rewrite as rule on dependency.classid = 'pg_rewrite'::regclass and dependency.objid = rule.oid
inner join pg_class as views on rule.ev_class = views.oid
where dependency.refclassid = 'pg_class'::regclass
  and dependency.refobjid = {{ dbt_nn._literal(standing | string) }}::regclass
  and views.oid <> dependency.refobjid
order by name
  {% endset %}
  {% set names = [] %}
  {% for row in run_query(query) %}
    {% do names.append(row[0]) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}
