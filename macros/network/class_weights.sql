{# Weights by the text of their class. #}
{% macro _by_text(class_weights) %}
  {% set weights = {} %}
  {% for class, weight in class_weights.items() %}
    {% do weights.update({class | string | lower if class is boolean else class | string: weight}) %}
  {% endfor %}
  {% do return(weights) %}
{% endmacro %}


{# In a model's meta every key must be a string: dbt never returns if one is a number. #}
{% macro _class_weights_to_store(options) %}
  {% do return({'class_weights': dbt_nn._by_text(options.class_weights)} if options.class_weights is mapping else {}) %}
{% endmacro %}
