{#
  The column of a class's probability: `probability_`, then the class in lower case, every run of other signs than letters and digits one
  `_`; a number below 0 with `minus_`, an empty text as `blank`. Classes whose columns would be the same raise an error.
#}
{% macro _probability_column(class) -%}
  {%- set text = class | string | lower -%}
  {%- set name = namespace(signs='') -%}
  {%- if text[:1] == '-' and text[1:] and dbt_nn._is_digits(text[1:] | replace('.', '', 1)) -%}
    {%- set name.signs = 'minus_' -%}
  {%- endif -%}
  {%- for sign in text -%}
    {%- set name.signs = name.signs ~ (sign if sign.isalnum() else '_') -%}
  {%- endfor -%}
  {%- do return('probability_' ~ (name.signs.split('_') | select | join('_') or 'blank')) -%}
{%- endmacro %}


{# Classes whose columns would have the same name raise an error, because their probabilities could not be distinguished. #}
{% macro _colliding_classes(classes) %}
  {% set owners = {} %}
  {% set problems = [] %}
  {% for class in classes %}
    {% set column = dbt_nn._probability_column(class) %}
    {% if column in owners %}
      {% do problems.append(
        "classes '" ~ owners[column] ~ "' and '" ~ class ~ "' would share the column " ~ column ~ "; rename one of them in the examples"
      ) %}
    {% endif %}
    {% if dbt_nn._is_too_long(column) %}
      {% do problems.append(
        "class '" ~ class[:40] ~ "…' makes a column name of more than " ~ dbt_nn._longest_name_in_words()
        ~ "; shorten it in the examples"
      ) %}
    {% endif %}
    {% do owners.update({column: class}) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{% macro _classes_as_text(values) %}
  {% set classes = [] %}
  {% for class in values %}
    {% do classes.append(class | string | lower if class is boolean else class | string) %}
  {% endfor %}
  {% do return(classes) %}
{% endmacro %}
