{#
  What is wrong with an argument, by the kind of value that it takes: [] or one message, such as `bins is 0; accepted: an integer from 1
  to 1000`. Every macro and test of the package words its arguments so. Relations are in relations/given_relation.sql, options in
  network/checks.sql.
#}
{% macro _wrong(name, value, accepted, verb='is', choices=[]) %}
  {% set hint = ". A name without quotes is a variable, and there is no such variable: write the text in quotes" %}
  {% set shown = name ~ " " ~ verb ~ " " ~ dbt_nn._shown(value) %}
  {% set nearest = dbt_nn._nearest(value, choices) if value is string else none %}
  {% set advice = "did you mean " ~ nearest ~ "? " if nearest else "" %}
  {% do return(shown ~ "; " ~ advice ~ "accepted: " ~ accepted ~ (hint if dbt_nn._has_undefined(value) else "")) %}
{% endmacro %}


{# A name, such as a column's; with `optional`, none too. #}
{% macro _text_problems(name, value, accepted, optional=false) %}
  {% set fits = (optional and value is none) or (value is string and value != '') %}
  {% do return([] if fits else [dbt_nn._wrong(name, value, accepted)]) %}
{% endmacro %}


{# Names, each once; one name stands for a list of one, and none for none of them. #}
{% macro _texts_problems(name, value, accepted='a list of distinct column names') %}
  {% set texts = dbt_nn._as_list(value) if value is defined else [value] %}
  {% set fits = dbt_nn._all_texts(texts) and not dbt_nn._repeated(texts) %}
  {% do return([] if fits else [dbt_nn._wrong(name, value, accepted)]) %}
{% endmacro %}


{# A finite number within bounds, each of which belongs to it. #}
{% macro _number_problems(name, value, accepted='a number', least=none, most=none) %}
  {% set fits = dbt_nn._is_finite_number(value) and (least is none or value >= least) and (most is none or value <= most) %}
  {% do return([] if fits else [dbt_nn._wrong(name, value, accepted ~ dbt_nn._hint_for_number_text(value))]) %}
{% endmacro %}


{% macro _whole_number_problems(name, value, least, most) %}
  {% set fits = dbt_nn._is_integer(value) and value >= least and value <= most %}
  {% do return([] if fits else [dbt_nn._wrong(name, value, "an integer from " ~ least ~ " to " ~ most)]) %}
{% endmacro %}


{# One of some names. #}
{% macro _choice_problems(name, value, choices, optional=false) %}
  {% set fits = (optional and value is none) or (value is string and value in choices) %}
  {% do return([] if fits else [name ~ " is " ~ dbt_nn._not_among(value, choices)]) %}
{% endmacro %}


{# A value of the label: a text, a finite number or a truth value. #}
{% macro _class_problems_of(name, value, accepted="one of the label's classes") %}
  {% set fits = value is none or dbt_nn._all_scalars([value]) %}
  {% do return([] if fits else [dbt_nn._wrong(name, value, accepted)]) %}
{% endmacro %}
