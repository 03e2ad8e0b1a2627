{# Classification for text, booleans, and integers of at most 20 values, unless the task says otherwise. #}
{% macro _has_classes(description, options, values) %}
  {% set kind = description.label.kind %}
  {% set found = options.classes is not none or kind in ['text', 'boolean'] or (kind == 'integer' and values <= 20) %}
  {% set loss = dbt_nn._name_of_choice(options.loss) %}
  {% if loss != 'by label' %}
    {% set found = dbt_nn._loss(loss).has_classes %}
  {% endif %}
  {% do return(options.task == 'classification' if options.task != 'by label' else found) %}
{% endmacro %}


{% macro _is_classification(description, options, facts, where) %}
  {% set kind = description.label.kind %}
  {% set values = facts['label_values'] | int %}
  {% set loss = dbt_nn._name_of_choice(options.loss) %}
  {% set is_classification = dbt_nn._has_classes(description, options, values) %}
  {% set problems = [] %}
  {% if kind in ['date', 'other'] or (not is_classification and kind not in ['integer', 'number']) %}
    {% do problems.append("label " ~ description.label.name ~ " is " ~ description.label.type
      ~ "; accepted: text, booleans and integers as classes, and numbers for regression") %}
  {% endif %}
  {% if loss != 'by label' and is_classification != dbt_nn._loss(loss).has_classes %}
    {% do problems.append("loss is " ~ loss ~ ", which does not fit the task "
      ~ ("classification" if is_classification else "regression") ~ "; accepted: "
      ~ dbt_nn._names_of_losses(is_classification) | join(', ')) %}
  {% endif %}
  {% if not is_classification and options.classes is not none %}
    {% do problems.append("classes is set, but the task is regression; remove classes, or set task='classification'") %}
  {% endif %}
  {% if not is_classification and options.class_weights %}
    {% do problems.append("class_weights is set, but the task is regression; remove it, or weight rows with example_weight") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% if options.task == 'by label' %}
    {% do log(where ~ ": " ~ ("classification" if is_classification else "regression") ~ " (label " ~ description.label.name ~ ": "
      ~ description.label.type ~ ", " ~ dbt_nn._counted(values, 'class' if is_classification else 'value') ~ ")"
      ~ ("; to predict a number, set task='regression'" if is_classification and kind == 'integer' and values > 2 else ""),
      info=true) %}
  {% endif %}
  {% do return(is_classification) %}
{% endmacro %}


{# The classes, in order: as given, else the label's values in the training rows, sorted: numbers as numbers, text by code point. #}
{% macro _learned_classes(description, options, source, rows, where) %}
  {% set kind = description.label.kind %}
  {% set found = [] %}
  {% for row in dbt_nn._query(dbt_nn._label_values(source)) %}
    {% set text = row['class'] | string %}
    {% do found.append({'text': text, 'place': text | int if kind == 'integer' else text | float if kind == 'number' else text}) %}
  {% endfor %}
  {% set found = found | sort(attribute='place', case_sensitive=true) | map(attribute='text') | list %}
  {% set classes = [] %}
  {% for class in dbt_nn._classes_as_text(options.classes or found) %}
    {% do classes.append(dbt_nn._class_as_found(class, kind, found)) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, dbt_nn._class_problems(description.label.name, found, classes, rows)) %}
  {% do return(classes) %}
{% endmacro %}


{# A class that was given, as the text of its label: of numbers 1, 1.0 and '1.0' are the same. #}
{% macro _class_as_found(class, kind, found) %}
  {% if kind in ['integer', 'number'] and class not in found and dbt_nn._is_number_text(class) and class | float | abs <= 9e15 %}
    {% for text in found if text | float == class | float %}
      {% do return(text) %}
    {% endfor %}
    {% set number = class | float %}
    {% do return(number | int | string if number == number | int else number | string) %}
  {% endif %}
  {% do return(class) %}
{% endmacro %}


{% macro _class_problems(label, found, classes, rows) %}
  {% set unknown = [] %}
  {% for class in found if class not in classes %}
    {% do unknown.append(class) %}
  {% endfor %}
  {% set problems = [] %}
  {% if unknown %}
    {% do problems.append("label " ~ label ~ " has a value that is not in classes: " ~ unknown | join(', ') ~ "; classes is "
      ~ classes | join(', ')) %}
  {% elif found | length == 1 %}
    {% do problems.append("label " ~ label ~ " has only one class in the training rows (" ~ found[0]
      ~ "); classification needs at least two") %}
  {% elif found | length > 1000 %}
    {% do problems.append("label " ~ label ~ " has more than 1,000 distinct values, too many for classes; "
      ~ "to predict a number, set task='regression'") %}
  {% elif classes | length > rows %}
    {% do problems.append("there are fewer training rows (" ~ rows ~ ") than classes (" ~ classes | length ~ ")") %}
  {% endif %}
  {% do return(problems + dbt_nn._colliding_classes(classes)) %}
{% endmacro %}


{% macro _label_values(source) -%}
with source as (

{{ source }}

)

select distinct raw_label as class
from source
where split = 'train'
limit 1001
{%- endmacro %}
