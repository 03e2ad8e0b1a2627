{#
  The columns of a relation are a list, in the relation's order: [{name, quoted, type, exact: the name as the warehouse has it}];
  [] where they can't be looked up. Two names may differ by case only, so a column is found by `_column_named` and nothing else:
    _columns_in(query), _columns_of_examples(examples)    the columns
    _column_named(columns, name)                          the column, or none; raises where the name fits two and is exactly none of them
    _column_as_named(columns, name)                       the column; where there is none, one that is spelled like the name
    _column_problems(columns, names)                      for messages: the names that fit no column, or two
#}
{% macro _columns_in(query) %}
  {% set columns = [] %}
  {% for column in dbt_nn._names_and_types('select * from (\n' ~ query ~ '\n) as query_of_columns') %}
    {% do columns.append({
      'name': column.name, 'quoted': column.quoted or dbt_nn._quoted(column.name), 'type': column.type, 'exact': column.exact or column.name
    }) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The columns that a name fits: the one that is spelled so, else those that are without regard to case. #}
{% macro _columns_alike(columns, name) %}
  {% set names = columns | map(attribute='name') | list %}
  {% if not name %}
    {% do return([]) %}
  {% elif name in names %}
    {% do return([columns[names.index(name)]]) %}
  {% endif %}
  {% set alike = [] %}
  {% set lower = name | lower %}
  {% for other in names | map('lower') %}
    {% do alike.append(columns[loop.index0]) if other == lower %}
  {% endfor %}
  {% do return(alike) %}
{% endmacro %}


{% macro _column_named(columns, name) %}
  {% set alike = dbt_nn._columns_alike(columns, name) %}
  {% if alike | length > 1 %}
    {% do exceptions.raise_compiler_error("dbt_nn: " ~ dbt_nn._ambiguous_column(name, alike)) %}
  {% endif %}
  {% do return(alike[0] if alike else none) %}
{% endmacro %}


{# The same where problems are collected, _column_problems among them: none where the name fits two. #}
{% macro _only_column(columns, name) %}
  {% set alike = dbt_nn._columns_alike(columns, name) %}
  {% do return(alike[0] if alike | length == 1 else none) %}
{% endmacro %}


{% macro _column_as_named(columns, name) %}
  {% set found = dbt_nn._column_named(columns, name) %}
  {% do return({'name': name, 'quoted': dbt_nn._quoted(name), 'type': dbt.type_string()} if found is none else found) %}
{% endmacro %}


{% macro _column_problems(columns, names) %}
  {% set problems = [] %}
  {% for name in names if name %}
    {% set alike = dbt_nn._columns_alike(columns, name) %}
    {% if not alike %}
      {% do problems.append(dbt_nn._unknown_column(name, columns)) %}
    {% elif alike | length > 1 %}
      {% do problems.append(dbt_nn._ambiguous_column(name, alike)) %}
    {% endif %}
  {% endfor %}
  {% do return(problems or dbt_nn._broken_names(names) or dbt_nn._alike_to_the_warehouse(columns)) %}
{% endmacro %}


{# A line break in a name would be changed where a query is indented; the name as it stands in a message. #}
{% macro _broken_names(names) %}
  {% set problems = [] %}
  {% for name in names if name and (name ~ '.').splitlines() | length > 1 %}
    {% do problems.append("column " ~ name | tojson ~ " has a line break in its name; rename it") %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# Columns that this warehouse can't tell apart: whichever of two a query names, it would be refused in the warehouse's own words. #}
{% macro _alike_to_the_warehouse(columns) %}
  {% set problems = [] %}
  {% set seen = {} %}
  {% for column in columns %}
    {% set name = dbt_nn._folded_name(column.name) %}
    {% if name in seen %}
      {% do problems.append("columns " ~ seen[name] ~ " and " ~ column.name
        ~ " differ by case only, which this warehouse ignores; rename one of them") %}
    {% endif %}
    {% do seen.update({name: column.name}) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# A stage writes column names as the user does, so a column that only _column_named finds would not exist in the warehouse. #}
{% macro _misspelt_columns(columns, names) %}
  {% set problems = [] %}
  {% for name in names if name %}
    {% set column = dbt_nn._only_column(columns, name) %}
    {% if column and dbt_nn._folded_name(column.name) != dbt_nn._folded_name(name) %}
      {% do problems.append("column " ~ name ~ " is named " ~ column.name ~ " in the table; write the name exactly so") %}
    {% endif %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{#
  The columns of the examples; [] where they can't be looked up: an ephemeral model, a CTE or a subquery is known to the query alone. Then
  nothing here can say that a column is missing, or is called like one that predictions add: the query itself must, see _refuses_clashes.
  A unit test's rows have the columns of its query; as a list they have those of the table, as dbt does it.
#}
{% macro _columns_of_examples(examples) %}
  {% set given = dbt_nn._given_rows(examples) %}
  {% if given is not none and given.rows is string %}
    {% do return(dbt_nn._columns_in(given.rows)) %}
  {% endif %}
  {% set relation = dbt_nn._standing_relation(examples) %}
  {% do return(dbt_nn._columns_in('select * from ' ~ relation) if relation is not none else []) %}
{% endmacro %}


{# Columns by name in lower case, for a relation that the package makes, or tells the names of. #}
{% macro _own_columns(query) %}
  {% set columns = {} %}
  {% for column in dbt_nn._columns_in(query) %}
    {% if column.name | lower in columns %}
      {% do exceptions.raise_compiler_error("dbt_nn: columns " ~ columns[column.name | lower].name ~ " and " ~ column.name
        ~ " of the parameters differ by case only; rename one of them") %}
    {% endif %}
    {% do columns.update({column.name | lower: column}) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{#
  The columns as a dict, for code that looks up names of the package: by name in lower case, and of several that differ by case
  only, all but one by their exact names. A column of the user's is looked up by `_column_of(name, columns)`, never by its lower case.
#}
{% macro _columns_of_query(query) %}
  {% set list = dbt_nn._columns_in(query) %}
  {% set names = list | map(attribute='name') | list %}
  {% set columns = {} %}
  {% for column in list %}
    {% set is_first = column.name | lower not in columns and column.name | lower not in names %}
    {% do columns.update({(column.name | lower if is_first else column.name): column}) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# A column by its name, as the predictions spell it. #}
{% macro _column_of(name, columns) %}
  {% do return(dbt_nn._column_as_named(columns.values() | list, name)) %}
{% endmacro %}
