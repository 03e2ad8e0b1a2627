{# The shape with the threshold from which a class is predicted; unchanged without a threshold. #}
{% macro _with_decision(shape, threshold, positive_class, where) %}
  {% set problems = dbt_nn._class_problems_of('positive_class', positive_class) %}
  {% if threshold is not none %}
    {% do problems.extend(dbt_nn._number_problems('threshold', threshold, "a number from 0 to 1", 0, 1)) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% if threshold is none and positive_class is not none %}
    {% do problems.append("positive_class is " ~ dbt_nn._shown(positive_class)
      ~ ", which only a threshold uses; set threshold, or remove positive_class") %}
  {% elif threshold is not none and positive_class is none %}
    {% do problems.append("positive_class is missing: the class that is predicted from the threshold on"
      ~ (", one of " ~ shape.classes | join(', ') if shape is not none and shape.classes else "")) %}
  {% endif %}
  {% if threshold is not none and shape is not none and not shape.classes %}
    {% do problems.append("threshold is " ~ dbt_nn._shown(threshold) ~ ", but the network predicts a number; remove threshold") %}
  {% elif positive_class is not none and shape is not none and shape.classes
    and dbt_nn._class_in_shape(positive_class, shape) not in shape.classes %}
    {% do problems.append("positive_class is " ~ dbt_nn._not_among(dbt_nn._class_in_shape(positive_class, shape), shape.classes)) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% if shape is none or threshold is none %}
    {% do return(shape) %}
  {% endif %}
  {% do return(dict(shape, decision={'threshold': threshold, 'class': dbt_nn._class_in_shape(positive_class, shape)})) %}
{% endmacro %}


{# Of numbers, 1 and 1.0 are one class. #}
{% macro _class_in_shape(class, shape) %}
  {% do return(dbt_nn._class_as_found(dbt_nn._classes_as_text([class])[0], shape.label_kind, shape.classes)) %}
{% endmacro %}
