{#
  Logs which feature columns are new or missing since the standing network was trained. Without `features`, every column is a feature, so a
  column that is added to the examples would become one unnoticed.
#}
{% macro _log_changed_features(facts, described, where) %}
  {% set before = fromjson(facts.get('features', '[]')) if not described.options.features else [] %}
  {% if before %}
    {% set now = described.description.features | map(attribute='name') | list %}
    {% set changes = [] %}
    {% for name in now if name not in before %}
      {% do changes.append(name ~ ' is new') %}
    {% endfor %}
    {% for name in before if name not in now %}
      {% do changes.append(name ~ ' is gone') %}
    {% endfor %}
    {% if changes %}
      {% do log(where ~ ": feature columns changed since the last training: " ~ changes | join(', ')
        ~ " (features is not set, so every column is a feature)", info=true) %}
    {% endif %}
  {% endif %}
{% endmacro %}
