{#
  Claims a network for this run: two runs must not train it at the same time. Raises an error if another run has claimed it.
  On DuckDB the file's lock keeps other processes out; elsewhere the loop notices a table that appears or disappears.
#}
{% macro _claim(target, where) %}
  {% do adapter.dispatch('_claim', 'dbt_nn')(target, where) %}
{% endmacro %}

{% macro default___claim(target, where) %}
{% endmacro %}

{#
  The session's lock: it outlives commits, and ends with the session. The session of a killed run ends a second later, so a claim is tried
  for some seconds.
#}
{% macro postgres___claim(target, where) %}
  {% set state = namespace(claimed=false) %}
  {% for attempt in range(10) %}
    {% if not state.claimed %}
      {% set state.claimed = run_query('select pg_try_advisory_lock(' ~ dbt_nn._lock_of(target) ~ ')').rows[0][0] %}
      {% if not state.claimed %}
        {% do run_query('select pg_sleep(0.5)') %}
      {% endif %}
    {% endif %}
  {% endfor %}
  {% if not state.claimed %}
    {% do exceptions.raise_compiler_error(
      where ~ ": another run is training this network. Wait for it to finish, then run again. Nothing was changed"
    ) %}
  {% elif load_cached_relation(target) is none and target.identifier in dbt_nn._tables_beside(target) %}
    {% do dbt_nn._release(target) %}
    {% do exceptions.raise_compiler_error(
      where ~ ": another run finished training this network while this run was starting. "
      ~ "Run again: training is skipped if nothing has changed"
    ) %}
  {% endif %}
{% endmacro %}


{# The end of a claim. A run that fails keeps its own until its session ends. #}
{% macro _release(target) %}
  {% do adapter.dispatch('_release', 'dbt_nn')(target) %}
{% endmacro %}

{% macro default___release(target) %}
{% endmacro %}

{% macro postgres___release(target) %}
  {% do run_query('select pg_advisory_unlock(' ~ dbt_nn._lock_of(target) ~ ')') %}
{% endmacro %}


{% macro _lock_of(target) -%}
  {%- do return('hashtextextended(' ~ dbt_nn._literal('dbt_nn ' ~ target.schema ~ '.' ~ target.identifier) ~ ', 0)') -%}
{%- endmacro %}
