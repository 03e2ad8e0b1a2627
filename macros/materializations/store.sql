{#
  The result of a training takes the place of the standing relation, complete, in one transaction; warehouses without one replace the
  table in a single statement. target/run shows the last statement of the loop, where there was one. `previous` gets the rows of the
  standing network, unless it is none.
#}
{% macro _store(result, target_relation, previous=none) %}
  {% set standing = load_cached_relation(target_relation) %}
  {% if dbt_nn._replaces_tables(standing) %}
    {% do dbt_nn._keep_previous(previous, standing) if previous is not none %}
    {% do dbt_nn._create_result(target_relation, result) %}
    {% do dbt_nn._finish(target_relation, standing) %}
  {% elif dbt_nn._keeps_table(standing, result) %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._keep_previous(previous, standing) if previous is not none %}
    {% do dbt_nn._replace_rows(target_relation, result) %}
    {% do dbt_nn._finish(target_relation, standing, is_kept=true) %}
  {% else %}
    {% set new_relation = dbt_nn._beside(target_relation, '__dbt_tmp') %}
    {% do drop_relation_if_exists(load_cached_relation(new_relation)) %}
    {% do dbt_nn._begin() %}
    {% do dbt_nn._create_result(new_relation, result) %}
    {% do dbt_nn._keep_previous(previous, standing) if previous is not none %}
    {% do dbt_nn._swap_in(new_relation, target_relation) %}
  {% endif %}
{% endmacro %}


{#
  A copy: what stands may be a view, left by a clone, whose rows would change with the table that it reads. It says whose it is; a network
  of version 0.1.0 does not.
#}
{% macro _keep_previous(previous, standing) %}
  {% set query = 'select ' ~ dbt_nn._network_columns() ~ '\nfrom ' ~ standing %}
  {% if dbt_nn._stored_facts(standing).get('made_by') != dbt_nn._made_by() %}
    {% set mark = dbt_nn._training_rows(0, {'made_by': dbt_nn._made_by()})[0] %}
    {% set query = query ~ "\nwhere not (role = 'training' and input_name = 'made_by')\n\nunion all\n\n" ~ mark %}
  {% endif %}
  {% do dbt_nn._put(previous, query) %}
{% endmacro %}


{# A table gets the rows of a query, which may read it. Nothing is committed. #}
{% macro _put(relation, query) %}
  {% set standing = load_cached_relation(relation) %}
  {% if dbt_nn._replaces_tables(none) %}
    {% call statement(dbt_nn._statement_name()) %}
      create or replace table {{ relation }} as (

{{ query }}

)
    {% endcall %}
  {% elif dbt_nn._keeps_table(standing, query) %}
    {% do dbt_nn._replace_rows(relation, query) %}
  {% else %}
    {% set made = dbt_nn._beside(relation, '__dbt_nn_made') %}
    {% do dbt_nn._drop(made) %}
    {% call statement(dbt_nn._statement_name()) %}
      {{ dbt_nn._create_table_as(made, query) }}
    {% endcall %}
    {# dbt's cache has to hear of it, or it refuses the new name. #}
    {% if standing is none %}
      {% do dbt_nn._drop(relation) %}
    {% else %}
      {% do adapter.drop_relation(standing) %}
    {% endif %}
    {% do adapter.rename_relation(made, relation) %}
  {% endif %}
{% endmacro %}


{# target/run shows the statement `main` of a model, which an operation has not. #}
{% macro _statement_name() %}
  {% do return('main' if flags.WHICH != 'run-operation' and load_result('main') is none else 'further') %}
{% endmacro %}


{% macro _create_result(relation, result) %}
  {% call statement(dbt_nn._statement_name()) %}
    {{ get_create_table_as_sql(False, relation, result) }}
  {% endcall %}
{% endmacro %}


{# The same table with other rows: views on it, its grants and its readers stay. #}
{% macro _replace_rows(relation, result) %}
  {% set columns = dbt_nn._names_and_types('select * from ' ~ relation) %}
  {% set names = [] %}
  {% for column in columns %}
    {% do names.append(column.quoted or dbt_nn._quoted(column.name)) %}
  {% endfor %}
  {% call statement(dbt_nn._statement_name()) %}
-- one statement: the result may read the rows that it replaces
with replaced as (
  delete from {{ relation }}
)

insert into {{ relation }} ({{ names | join(', ') }})
select {{ names | join(', ') }}
from (

{{ result }}

) as result
  {% endcall %}
{% endmacro %}


{#
  The new relation takes the place of the standing one, with its grants, comments and hooks. The old one is dropped in the same transaction:
  a kill after it would leave it there.
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
