{# Every public macro calls this first: on an adapter that is not supported, that is the only problem. #}
{% macro _raise_problems(where, problems) %}
  {% do dbt_nn._refuse_adapter(where) %}
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
