{# How many rows a query has, and a hash of them in any order; `hash` is SQL over `hashed`. #}
{% macro _count_and_hash(query, hash=none) %}
  {% set row_hash = hash or dbt_nn._rows_hash('hashed') %}
  {% set rows = run_query(
    'select count(*) as row_count, ' ~ row_hash ~ ' as row_hash from (\n' ~ query ~ '\n) as hashed'
  ).rows[0] %}
  {% do return({'count': rows[0] | int, 'hash': rows[1] | string}) %}
{% endmacro %}
