{% macro _is_digits(text) %}
  {% for sign in text if sign not in '0123456789' %}
    {% do return(false) %}
  {% endfor %}
  {% do return(true) %}
{% endmacro %}


{# 12, -1.5 or 1e-3: what becomes the same number whatever stands for a text that is none. #}
{% macro _is_number_text(text) %}
  {% do return(text | float(1) == text | float(2)) %}
{% endmacro %}


{# What to do about a number that came as text: YAML reads 1e-3 so. #}
{% macro _hint_for_number_text(value) %}
  {% do return("; write it without quotes or exponent, as in 0.001" if value is string and dbt_nn._is_number_text(value) else "") %}
{% endmacro %}


{# One name stands for a list of one. #}
{% macro _as_list(value) %}
  {% if value is none or value is undefined %}
    {% do return([]) %}
  {% elif value is sequence and value is not string and value is not mapping %}
    {% do return(value) %}
  {% endif %}
  {% do return([value]) %}
{% endmacro %}


{# Whether a number, and not a truth value or a text. #}
{% macro _is_number(value) %}
  {% do return(value is number and value is not boolean) %}
{% endmacro %}


{% macro _is_finite_number(value) %}
  {% do return(dbt_nn._is_number(value) and value > -1e308 and value < 1e308) %}
{% endmacro %}


{% macro _is_integer(value) %}
  {% do return(dbt_nn._is_number(value) and value > -1e308 and value < 1e308 and (value | int) == value) %}
{% endmacro %}


{# What is undefined has a length too, 0. #}
{% macro _is_list(value) %}
  {% do return(value is defined and value is sequence and value is not string and value is not mapping) %}
{% endmacro %}


{% macro _all_texts(values) %}
  {% do return(values | select('string') | select | list | length == values | length) %}
{% endmacro %}


{% macro _all_scalars(values) %}
  {% set scalars = namespace(count=0) %}
  {% for value in values if value is string or value is boolean or dbt_nn._is_finite_number(value) %}
    {% set scalars.count = scalars.count + 1 %}
  {% endfor %}
  {% do return(scalars.count == values | length) %}
{% endmacro %}


{# Numbers of at least 0 and below a limit. #}
{% macro _all_numbers_below(values, limit) %}
  {% set good = namespace(count=0) %}
  {% for value in values if value is number and value is not boolean and value >= 0 and value < limit %}
    {% set good.count = good.count + 1 %}
  {% endfor %}
  {% do return(good.count == values | length) %}
{% endmacro %}


{% macro _all_positive_integers(values, most=2147483647) %}
  {% set good = namespace(count=0) %}
  {% for value in values if dbt_nn._is_integer(value) and value >= 1 and value <= most %}
    {% set good.count = good.count + 1 %}
  {% endfor %}
  {% do return(good.count == values | length) %}
{% endmacro %}


{% macro _repeated(values) %}
  {% set seen = [] %}
  {% for value in values if (value | string) not in seen %}
    {% do seen.append(value | string) %}
  {% endfor %}
  {% do return(seen | length < values | length) %}
{% endmacro %}
