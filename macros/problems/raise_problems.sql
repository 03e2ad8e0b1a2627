{% macro _raise_problems(where, problems) %}
  {% if problems | length == 1 %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ problems[0]) %}
  {% elif problems %}
    {% do exceptions.raise_compiler_error(where ~ ":\n  - " ~ problems | join("\n  - ")) %}
  {% endif %}
{% endmacro %}


{# The row of a table of records, by its name. #}
{% macro _row_named(kind, rows, name) %}
  {% if name not in rows %}
    {% do exceptions.raise_compiler_error("dbt_nn: unknown " ~ kind ~ " " ~ name ~ "; accepted: " ~ rows | join(', ')) %}
  {% endif %}
  {% do return(rows[name]) %}
{% endmacro %}
