{% macro _count_and_hash(query) %}
  {% set rows = run_query('select count(*) as row_count, ' ~ dbt_nn._rows_hash('hashed') ~ ' as row_hash from (\n' ~ query
    ~ '\n) as hashed').rows[0] %}
  {% do return({'count': rows[0] | int, 'hash': rows[1] | string}) %}
{% endmacro %}
