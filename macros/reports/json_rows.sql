{# The rows of a query as dicts whose values JSON has; `texts` are the columns without numbers. #}
{% macro _json_rows(query, texts=[]) %}
  {% set found = dbt_nn._query(query) %}
  {% set names = found.column_names | map('lower') | list %}
  {% set rows = [] %}
  {% for row in found.rows %}
    {% set values = {} %}
    {% for name in names %}
      {% set value = row[loop.index0] %}
      {% if name in texts %}
        {% do values.update({name: none if value is none else value | string}) %}
      {% else %}
        {% do values.update({name: dbt_nn._json_number(value)}) %}
      {% endif %}
    {% endfor %}
    {% do rows.append(values) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}


{# A number that JSON has: integers as such; none where there is none, or it is not finite. #}
{% macro _json_number(value) %}
  {% if value is none or value is undefined or value | string == '' %}
    {% do return(none) %}
  {% endif %}
  {% set number = value | float %}
  {# Of infinity and NaN, the difference is NaN. #}
  {% if number - number != 0 %}
    {% do return(none) %}
  {% endif %}
  {% do return(number | int if number == number | round and number | abs < 1e15 else number) %}
{% endmacro %}
