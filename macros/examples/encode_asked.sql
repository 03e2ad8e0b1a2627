{# The features with the encodings that `encode` asks for: {encode: [{as, …}]}, [] for what their kind becomes by default. #}
{% macro _with_encodings(features, options) %}
  {% set asked = {} %}
  {% for name, given in options.encode.items() %}
    {% set feature = dbt_nn._only_column(features, name) %}
    {% do asked.update({feature.name: dbt_nn._encodings_asked(given)}) if feature %}
  {% endfor %}
  {% set found = [] %}
  {% for feature in features %}
    {% do found.append(dict(feature, encode=asked.get(feature.name, []))) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{# Encodings of what is not a feature, or of another kind of column. #}
{% macro _problems_of_encodings(features, options) %}
  {% set problems = [] %}
  {% set seen = [] %}
  {% for name, given in options.encode.items() %}
    {% set alike = dbt_nn._columns_alike(features, name) %}
    {% if alike | length > 1 %}
      {% do problems.append('encode: ' ~ dbt_nn._ambiguous_column(name, alike)) %}
    {% elif not alike %}
      {% do problems.append('encode: ' ~ dbt_nn._not_found(name, features | map(attribute='name') | list, 'the features')) %}
    {% elif alike[0].name in seen %}
      {% do problems.append('encode: feature ' ~ alike[0].name ~ ' is listed twice; list it once') %}
    {% else %}
      {% do seen.append(alike[0].name) %}
      {% set names = dbt_nn._encodings_asked(given) | map(attribute='as') | list %}
      {% for encoding in names | unique if names | select('equalto', encoding) | list | length > 1 %}
        {% do problems.append('encode: feature ' ~ alike[0].name ~ ' has ' ~ encoding ~ ' twice; list it once') %}
      {% endfor %}
      {% for encoding in dbt_nn._encodings_asked(given) %}
        {% set kinds = dbt_nn._encodings()[encoding.as].kinds %}
        {% if ('number' if alike[0].kind == 'integer' else alike[0].kind) not in kinds %}
          {% do problems.append('encode: feature ' ~ alike[0].name ~ ' is ' ~ alike[0].type ~ ', but ' ~ encoding.as ~ ' is for '
            ~ dbt_nn._kinds_in_words(kinds)) %}
        {% endif %}
      {% endfor %}
    {% endif %}
  {% endfor %}
  {% if not problems and not options.example_id and dbt_nn._averages_labels({'features': dbt_nn._with_encodings(features, options)}) %}
    {% do problems.append("encode: target requires example_id: a hash of it keeps a row's own label out of its encoding") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{% macro _kinds_in_words(kinds) %}
  {% set words = {'date': 'dates and timestamps', 'number': 'numbers', 'text': 'text', 'boolean': 'booleans'} %}
  {% set found = [] %}
  {% for kind in kinds if kind in words %}
    {% do found.append(words[kind]) %}
  {% endfor %}
  {% do return(found | join(' and ')) %}
{% endmacro %}
