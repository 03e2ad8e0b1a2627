{% macro _raise_problems(where, problems) %}
  {% if problems | length == 1 %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ problems[0]) %}
  {% elif problems %}
    {% do exceptions.raise_compiler_error(where ~ ":\n  - " ~ problems | join("\n  - ")) %}
  {% endif %}
{% endmacro %}
