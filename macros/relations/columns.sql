{# The columns of a query, by name in lower case: {name, quoted, type}. #}
{% macro _columns_of_query(query) %}
  {% set columns = {} %}
  {% for column in dbt_nn._names_and_types('select * from (\n' ~ query ~ '\n) as query_of_columns') %}
    {% do columns.update({column.name | lower: {'name': column.name, 'quoted': dbt_nn._quoted(column.name), 'type': column.type}}) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# A column by its name, as the predictions spell it. #}
{% macro _column_of(name, columns) %}
  {% do return(columns.get(name | lower, {'name': name, 'quoted': dbt_nn._quoted(name), 'type': dbt.type_string()})) %}
{% endmacro %}


{# The columns of the examples by name in lower case; {} where they can't be looked up, as those of an ephemeral model. #}
{% macro _columns_of_examples(examples) %}
  {% set relation = dbt_nn._standing_relation(examples) %}
  {% do return(dbt_nn._columns_of_query('select * from ' ~ relation) if relation is not none else {}) %}
{% endmacro %}
