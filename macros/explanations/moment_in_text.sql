{# The microseconds since 1970 of 2024-12-31, or of 2024-12-31 08:30:00.25, in UTC; none where a text is not a moment. #}
{% macro _moment_in_text(text) %}
  {% set day = dbt_nn._day_in_text(text[:10]) %}
  {% set clock = 0 if text | length == 10 else (dbt_nn._clock_in_text(text[11:]) if text[10:11] in [' ', 'T'] else none) %}
  {% do return(none if day is none or clock is none else day * 86400000000 + clock) %}
{% endmacro %}


{# Days are counted from the first of March on, so that the day of a leap year is the last of its year. #}
{% macro _day_in_text(text) %}
  {% set parts = text.split('-') %}
  {% if parts | map('length') | list != [4, 2, 2] or not dbt_nn._is_digits(parts | join) %}
    {% do return(none) %}
  {% endif %}
  {% set month = parts[1] | int %}
  {% set day = parts[2] | int %}
  {% set year = parts[0] | int - (1 if month < 3 else 0) %}
  {% set is_leap = month == 2 and (parts[0] | int % 4 == 0 and parts[0] | int % 100 != 0 or parts[0] | int % 400 == 0) %}
  {% if month < 1 or month > 12 or day < 1 or day > [31, 29 if is_leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] %}
    {% do return(none) %}
  {% endif %}
  {% set of_months = (153 * (month + (9 if month < 3 else -3)) + 2) // 5 %}
  {% do return(365 * year + year // 4 - year // 100 + year // 400 + of_months + day - 719469) %}
{% endmacro %}


{# The microseconds since midnight of 08:30, 08:30:00 or 08:30:00.25, with or without a Z. #}
{% macro _clock_in_text(text) %}
  {% set whole = (text[:-1] if text[-1:] == 'Z' else text).split('.') %}
  {% set parts = whole[0].split(':') %}
  {% set fraction = whole[1] if whole | length > 1 else '0' %}
  {% set are_digits = dbt_nn._is_digits(parts | join ~ fraction) and fraction | length in [1, 2, 3, 4, 5, 6] %}
  {% if parts | map('length') | list not in [[2, 2], [2, 2, 2]] or not are_digits or whole | length > parts | length - 1 %}
    {% do return(none) %}
  {% endif %}
  {% set seconds = parts[2] | int if parts | length == 3 else 0 %}
  {% if parts[0] | int > 23 or parts[1] | int > 59 or seconds > 59 %}
    {% do return(none) %}
  {% endif %}
  {% do return((parts[0] | int * 3600 + parts[1] | int * 60 + seconds) * 1000000 + (fraction ~ '00000')[:6] | int) %}
{% endmacro %}
