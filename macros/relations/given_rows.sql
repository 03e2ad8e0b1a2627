{#
  What the unit test that runs gives for a reference: {rows, database, schema, name}: a query, or a list of rows by column; and the table
  that the reference stands for. None outside of a unit test, and where dbt does not show the rows (a CSV on dbt-core 2.0 and Fusion).
  dbt-core 1 puts an ephemeral model in the place of each input, where `ref` looks for it, before it renders the tested model; dbt-core 2.0
  and Fusion keep the relation, and show the test itself.
#}
{% macro _given_rows(relation) %}
  {% if not execute or relation is string or not dbt_nn._is_unit_test() %}
    {% do return(none) %}
  {% elif relation.is_cte %}
    {% do return(dbt_nn._rows_of_fixture(relation.identifier | replace('__dbt__cte__', ''))) %}
  {% endif %}
  {% do return(dbt_nn._rows_of_unit_test(relation)) %}
{% endmacro %}


{% macro _is_unit_test() %}
  {% do return(model is defined and model.resource_type is defined and model.resource_type | string == 'unit_test') %}
{% endmacro %}


{# Whether references have no rows by intention; those of a unit test have their own. #}
{% macro _is_empty_run() %}
  {% do return(flags.EMPTY and not dbt_nn._is_unit_test()) %}
{% endmacro %}


{# The code of an input is the test's own query, or a call that makes one of its rows. #}
{% macro _rows_of_fixture(name) %}
  {% set inputs = builtins.ref.manifest.nodes if builtins.ref.manifest is defined else {} %}
  {% for input in inputs.values() if input.resource_type | string == 'model' and (input.cte_name or input.alias) == name %}
    {% set of_rows = '{{ get_fixture_sql(' %}
    {% if input.raw_code[:of_rows | length] == of_rows %}
      {% set rows = fromjson(render(input.raw_code | replace('get_fixture_sql(', 'tojson(', 1))) %}
    {% else %}
      {% set rows = render(input.raw_code) %}
    {% endif %}
    {% do return({'rows': rows, 'database': input.database, 'schema': input.schema, 'name': input.alias}) %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}


{% macro _rows_of_unit_test(relation) %}
  {% for given in model.get('given') or [] if given.format in ['sql', 'dict'] and given.rows is defined %}
    {# ref('package', 'name'), source('source', 'name'): the last of them, except for a version. #}
    {% set quoted = (given.input | replace('"', "'")).split("'") %}
    {% for node in (graph.nodes.values() | list) + (graph.sources.values() | list) if node.name in quoted %}
      {% set table = [node.schema, node.alias or node.identifier] | map('lower') | list %}
      {% if table == [relation.schema, relation.identifier] | map('lower') | list %}
        {% do return({'rows': given.rows, 'database': relation.database, 'schema': relation.schema, 'name': relation.identifier}) %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}
