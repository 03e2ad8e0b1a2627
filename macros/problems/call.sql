{# Problems of the call of a macro whose result is selected from, except those of the values of its arguments. #}
{% macro _call_problems(name, known, further) %}
  {% set problems = dbt_nn._unknown_arguments(further, known) %}
  {% if execute and dbt_nn._begins_with('dbt_nn.' ~ name) %}
    {% do problems.append("the model begins with {{ dbt_nn." ~ name ~ "(...) }}, which is something to select from; write "
      ~ "select * from {{ dbt_nn." ~ name ~ "(...) }}") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# Arguments with unknown names: the error of Jinja would not list the accepted names. #}
{% macro _unknown_arguments(further, known) %}
  {% set problems = [] %}
  {% for name in further if name == 'column_name' %}
    {% do problems.append("the test is listed under the column " ~ further[name] ~ "; put it under data_tests of the model") %}
  {% endfor %}
  {% for name in further if name != 'column_name' %}
    {% set nearest = dbt_nn._nearest(name, known) %}
    {% set advice = "did you mean " ~ nearest ~ "? " if nearest else "" %}
    {% do problems.append(name ~ " is not an argument; " ~ advice ~ "accepted: " ~ (known | join(', ') or 'none')) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# Whether the model's text begins with a call of this macro: config, blocks and comments before it write nothing. #}
{% macro _begins_with(name) %}
  {% if model is not defined or model.raw_code is not defined or not model.raw_code or model.resource_type | string != 'model' %}
    {% do return(false) %}
  {% endif %}
  {% set text = namespace(rest=model.raw_code | trim) %}
  {% for piece in range(50) %}
    {% for opening, closing in [('{#', '#}'), ('{%', '%}'), ('--', '\n'), ('/*', '*/')] if text.rest[:2] == opening %}
      {% set text.rest = text.rest.split(closing)[1:] | join(closing) | trim %}
    {% endfor %}
    {% if text.rest[:2] == '{{' and dbt_nn._called(text.rest).startswith('config(') %}
      {% set text.rest = text.rest.split('}}')[1:] | join('}}') | trim %}
    {% endif %}
  {% endfor %}
  {% do return(text.rest[:2] == '{{' and dbt_nn._called(text.rest).startswith(name ~ '(')) %}
{% endmacro %}


{# `config(materialized='table') }} …` of `{{- config(materialized='table') }} …` #}
{% macro _called(text) %}
  {% do return(text[2:].lstrip('-').lstrip()) %}
{% endmacro %}
