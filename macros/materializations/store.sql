{#
  The result of a training takes the place of the standing relation, complete, in one transaction; warehouses without one replace the
  table in a single statement. target/run shows the last statement of the loop, where there was one.
#}
{% macro _store(result, target_relation) %}
  {% set standing = load_cached_relation(target_relation) %}
  {% if dbt_nn._replaces_tables(standing) %}
    {% do dbt_nn._create_result(target_relation, result) %}
    {% do dbt_nn._finish(target_relation, standing) %}
  {% elif dbt_nn._keeps_table(standing, result) %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._replace_rows(target_relation, result) %}
    {% do dbt_nn._finish(target_relation, standing, is_kept=true) %}
  {% else %}
    {% set new_relation = dbt_nn._beside(target_relation, '__dbt_tmp') %}
    {% do drop_relation_if_exists(load_cached_relation(new_relation)) %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._create_result(new_relation, result) %}
    {% do dbt_nn._swap_in(new_relation, target_relation) %}
  {% endif %}
{% endmacro %}


{% macro _create_result(relation, result) %}
  {% call statement('main' if load_result('main') is none else 'create_result') %}
    {{ get_create_table_as_sql(False, relation, result) }}
  {% endcall %}
{% endmacro %}


{# The same table with other rows: views on it, its grants and its readers stay. #}
{% macro _replace_rows(relation, result) %}
  {% set columns = dbt_nn._names_and_types('select * from ' ~ relation) %}
  {% set names = [] %}
  {% for column in columns %}
    {% do names.append(dbt_nn._quoted(column.name)) %}
  {% endfor %}
  {% call statement('main' if load_result('main') is none else 'replace_rows') %}
delete from {{ relation }};

insert into {{ relation }} ({{ names | join(', ') }})
select {{ names | join(', ') }}
from (

{{ result }}

) as result
  {% endcall %}
{% endmacro %}


{#
  The new relation takes the place of the standing one, with its grants, comments and hooks. The old one goes in the same transaction: after
  it, a kill would leave it there for ever.
#}
{% macro _swap_in(new_relation, target_relation) %}
  {% set standing = load_cached_relation(target_relation) %}
  {# What stands may be a view, left by a clone: it is moved away as what it is. #}
  {% set backup = dbt_nn._beside(target_relation, '__dbt_backup', 'table' if standing is none else standing.type) %}
  {% do drop_relation_if_exists(load_cached_relation(backup)) %}
  {% if standing is not none %}
    {% do adapter.rename_relation(standing, backup) %}
  {% endif %}
  {% do adapter.rename_relation(new_relation, target_relation) %}
  {% do drop_relation_if_exists(backup if standing is not none else none) %}
  {% do dbt_nn._finish(target_relation, standing) %}
{% endmacro %}


{#
  Hooks, grants and comments of the relation, and the commit. A relation that was kept has the grants of earlier runs: those that are no
  longer in the config go.
#}
{% macro _finish(target_relation, standing, is_kept=false) %}
  {{ run_hooks(post_hooks, inside_transaction=True) }}
  {% do apply_grants(target_relation, config.get('grants'), should_revoke=should_revoke(standing, full_refresh_mode=not is_kept)) %}
  {% do persist_docs(target_relation, model) %}
  {% do adapter.commit() %}
{% endmacro %}
