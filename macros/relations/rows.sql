{#
  The one row of a query as a dict. A row of dbt's own makes one of all columns whenever a column is asked for by its name, which takes
  longer than the query where there are thousands.
#}
{% macro _only_row(query) %}
  {% set found = dbt_nn._query(query) %}
  {% set row = found.rows[0] %}
  {% set values = {} %}
  {% for name in found.column_names %}
    {% do values.update({name: row[loop.index0]}) %}
  {% endfor %}
  {% do return(values) %}
{% endmacro %}


{# How many rows a query has, and a hash of them in any order; `hash` is SQL over `hashed`. #}
{% macro _count_and_hash(query, hash=none) %}
  {% set row_hash = hash or dbt_nn._rows_hash('hashed') %}
  {% set rows = dbt_nn._query(
    'select count(*) as row_count, ' ~ row_hash ~ ' as row_hash from (\n' ~ query ~ '\n) as hashed'
  ).rows[0] %}
  {% do return({'count': rows[0] | int, 'hash': rows[1] | string}) %}
{% endmacro %}


{#
  The same, and a sketch from which the number of rows that differ between two such queries can be estimated: every row adds 1 to one of
  1,024 numbers or takes 1 away, as its hash says. Rows that both have cancel in the difference of two sketches, and the sum of its squares
  is near the number of rows that only one of them has: the second moment of a count sketch (Charikar, Chen and Farach-Colton, 2002).
#}
{% macro _count_hash_and_sketch(query) %}
  {% set found = dbt_nn._query(
    'select place, count(*) as row_count, cast(sum(sum(row_hash)) over () as ' ~ dbt.type_string() ~ ') as hash_of_all\n'
    ~ 'from (\nselect row_hash, cast(mod(row_hash, 2048) as ' ~ dbt.type_int() ~ ') as place\n'
    ~ 'from (\nselect ' ~ dbt_nn._row_hash('hashed') ~ ' as row_hash from (\n' ~ query ~ '\n) as hashed\n) as hashes\n) as places\n'
    ~ 'group by place'
  ).rows %}
  {% set counts = {} %}
  {% for row in found %}
    {% do counts.update({row[0] | int: row[1] | int}) %}
  {% endfor %}
  {# A hash may be negative, and so is its remainder then. #}
  {% set sketch = [] %}
  {% for place in range(0, 2048, 2) %}
    {% set added = counts.get(place, 0) + (counts.get(-place, 0) if place else 0) %}
    {% do sketch.append(added - counts.get(place + 1, 0) - counts.get(-place - 1, 0)) %}
  {% endfor %}
  {% do return({'count': counts.values() | sum, 'hash': found[0][2] | string if found | length else '0', 'sketch': sketch}) %}
{% endmacro %}


{# The sum of the squares of a sketch, or of the difference of two. #}
{% macro _second_moment(sketch, other=none) %}
  {% set state = namespace(sum=0) %}
  {% for number in sketch %}
    {% set difference = number - (other[loop.index0] if other else 0) %}
    {% set state.sum = state.sum + difference * difference %}
  {% endfor %}
  {% do return(state.sum) %}
{% endmacro %}
