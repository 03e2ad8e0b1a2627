{# `sise is not in the examples; did you mean size? they have id, size`: for a message that begins with what `name` is. #}
{% macro _not_found(name, names, place, verb='they have') %}
  {% set nearest = dbt_nn._nearest(name, names) %}
  {% set advice = "did you mean " ~ nearest ~ "? " if nearest else "" %}
  {% do return(name ~ " is not in " ~ place ~ "; " ~ advice ~ verb ~ " " ~ names | join(', ')) %}
{% endmacro %}


{% macro _unknown_column(name, columns) %}
  {% do return("column " ~ dbt_nn._not_found(name, columns | map(attribute='name') | list, "the examples")) %}
{% endmacro %}


{# A name that is exactly none of the columns, and fits several without regard to case. #}
{% macro _ambiguous_column(name, alike) %}
  {% do return("column " ~ name ~ " may be " ~ alike | map(attribute='name') | join(' or ')
    ~ ", which differ by case only; write the name exactly as the column has it") %}
{% endmacro %}


{# "acuracy"; did you mean accuracy? accepted: accuracy, … #}
{% macro _not_among(value, accepted) %}
  {% set nearest = dbt_nn._nearest(value, accepted) if value is string else '' %}
  {% set advice = "did you mean " ~ nearest ~ "? " if nearest else "" %}
  {% do return(dbt_nn._shown(value) ~ "; " ~ advice ~ "accepted: " ~ accepted | join(', ')) %}
{% endmacro %}


{# The name most like a misspelt one: the same letters in another order, else by shared pairs of letters; '' if none is alike. #}
{% macro _nearest(name, candidates) %}
  {% set best = namespace(name='', likeness=0.6) %}
  {% for candidate in candidates %}
    {% set shared = namespace(pairs=0) %}
    {% for at in range(name | length - 1) if name[at:at + 2] in candidate %}
      {% set shared.pairs = shared.pairs + 1 %}
    {% endfor %}
    {% set likeness = 2.0 * shared.pairs / [name | length + candidate | length - 2, 1] | max %}
    {% if candidate | sort == name | sort %}
      {% set likeness = 1 %}
    {% endif %}
    {% if likeness > best.likeness %}
      {% set best.name = candidate %}
      {% set best.likeness = likeness %}
    {% endif %}
  {% endfor %}
  {% do return(best.name) %}
{% endmacro %}
