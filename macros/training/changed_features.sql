{#
  Says which feature columns are new or gone since the standing network was trained. Without `features`, every column is one, so a column
  that somebody adds to the examples would become a feature unnoticed.
#}
{% macro _log_changed_features(target, described, where) %}
  {% set standing = load_cached_relation(target) if not described.options.features else none %}
  {% set before = dbt_nn._features_of_standing(standing) if standing is not none else [] %}
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


{# The features of a network of `train`; [] where another relation, or an empty network, has its name. #}
{% macro _features_of_standing(standing) %}
  {% set stored = dbt_nn._stored_facts(standing) if dbt_nn._is_network(standing) else {} %}
  {% do return(fromjson(stored.get('features', '[]'))) %}
{% endmacro %}
