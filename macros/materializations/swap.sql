{#
  The result of a training takes the place of what stands, complete. target/run shows the last statement of the loop, where there was one.
#}
{% macro _store(result, target_relation) %}
  {% set standing = load_cached_relation(target_relation) %}
  {% set replaces = dbt_nn._replaces_tables(standing) %}
  {% set new_relation = target_relation if replaces else make_intermediate_relation(target_relation) %}
  {% if not replaces %}
    {% do drop_relation_if_exists(load_cached_relation(new_relation)) %}
  {% endif %}
  {% call statement('main' if load_result('main') is none else 'create_result') %}
    {{ get_create_table_as_sql(False, new_relation, result) }}
  {% endcall %}
  {% if replaces %}
    {% do dbt_nn._finish(target_relation, standing) %}
  {% else %}
    {% do dbt_nn._swap_in(new_relation, target_relation) %}
  {% endif %}
{% endmacro %}


{# The new relation takes the place of the standing one, with its grants, comments and hooks, in one transaction. #}
{% macro _swap_in(new_relation, target_relation) %}
  {% set standing = load_cached_relation(target_relation) %}
  {# What stands may be a view, left by a clone: it is moved away as what it is. #}
  {% set backup = make_backup_relation(target_relation, 'table' if standing is none else standing.type) %}
  {% do drop_relation_if_exists(load_cached_relation(backup)) %}
  {% if standing is not none %}
    {% do adapter.rename_relation(standing, backup) %}
  {% endif %}
  {% do adapter.rename_relation(new_relation, target_relation) %}
  {% do dbt_nn._finish(target_relation, standing) %}
  {% do drop_relation_if_exists(backup if standing is not none else none) %}
{% endmacro %}


{# Hooks, grants and comments of the relation that now stands, and the commit. #}
{% macro _finish(target_relation, standing) %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(standing, full_refresh_mode=True)) %}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}
{% endmacro %}
