{# Checks before a training of what would fail only at its end. #}

{# dbt writes a name between quotes without escaping it, so a quote in it would end the name. #}
{% macro _check_identifier(relation, where) %}
  {% do dbt_nn._refuse_adapter(where) %}
  {% for sign in ['"', '`', "'", '\n'] if sign in relation.identifier %}
    {% do exceptions.raise_compiler_error(where ~ ": the model's name or alias is " ~ dbt_nn._shown(relation.identifier)
      ~ ", which contains " ~ dbt_nn._shown(sign) ~ ", which dbt does not escape; give the model another alias") %}
  {% endfor %}
{% endmacro %}


{# A contract's columns, as dbt compares them when it makes the table. #}
{% macro _check_contract(query) %}
  {% if config.get('contract') and config.get('contract').enforced %}
    {% do get_assert_columns_equivalent(query) %}
  {% endif %}
{% endmacro %}


{# Views that would be dropped with the standing table, whose columns the new one does not have. A full refresh drops them. #}
{% macro _check_views(target, columns, where) %}
  {% set standing = load_cached_relation(target) %}
  {% if standing is not none and not should_full_refresh() %}
    {% set before = dbt_nn._names_and_types('select * from ' ~ standing) | map(attribute='name') | list %}
    {% set views = dbt_nn._views_on(standing) if before != columns.values() | map(attribute='name') | list else [] %}
    {% if views %}
      {% do exceptions.raise_compiler_error(
        where ~ ": the columns of the update differ from those of the existing table " ~ standing ~ ", so the table would be replaced, "
        ~ "which drops the views on it: " ~ views | join(', ') ~ ". Drop them yourself, or run with --full-refresh. Nothing was changed"
      ) %}
    {% endif %}
  {% endif %}
{% endmacro %}
