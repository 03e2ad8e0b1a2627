{% macro _readable_bytes(bytes) %}
  {% set size = namespace(number=bytes / 1.0, unit='B') %}
  {% for unit in ['kB', 'MB', 'GB', 'TB'] %}
    {% if size.number >= 1024 %}
      {% set size.number = size.number / 1024 %}
      {% set size.unit = unit %}
    {% endif %}
  {% endfor %}
  {% do return(("%.0f" if size.unit == 'B' else "%.1f") | format(size.number) ~ " " ~ size.unit) %}
{% endmacro %}
