{#
  A value as a message shows it: as JSON, whatever it is. A name without quotes is `undefined`, a relation its name, and what is too long is
  cut: `tojson` ends in an error of Python's own at the first two, and an error of 5,000 digits is not read.
#}
{% macro _shown(value) %}
  {% if value is undefined %}
    {% do return('undefined') %}
  {% elif value is none %}
    {% do return('null') %}
  {% elif value is boolean %}
    {% do return('true' if value else 'false') %}
  {% elif value is string %}
    {% do return(dbt_nn._shown_text(value if value | length <= 200 else value[:200] ~ '…')) %}
  {% elif value is number %}
    {% do return(dbt_nn._shown_number(value)) %}
  {% elif value.identifier is defined %}
    {# A relation calls itself a mapping. #}
    {% do return(value | string) %}
  {% elif value is mapping %}
    {% do return('{' ~ dbt_nn._shown_entries(value) | join(', ') ~ '}') %}
  {% elif dbt_nn._is_list(value) %}
    {% set shown = [] %}
    {% for one in (value | list)[:20] %}
      {% do shown.append(dbt_nn._shown(one)) %}
    {% endfor %}
    {% do return('[' ~ (shown + (['…'] if value | length > 20 else [])) | join(', ') ~ ']') %}
  {% endif %}
  {% do return(value | string) %}
{% endmacro %}


{# In quotes, with every character as it is: tojson writes \u0027 for an apostrophe. A text with line breaks is written as JSON. #}
{% macro _shown_text(text) %}
  {% if (text ~ '.').splitlines() | length > 1 or '\t' in text %}
    {% do return(text | tojson) %}
  {% endif %}
  {% do return('"' ~ text | replace('\\', '\\\\') | replace('"', '\\"') ~ '"') %}
{% endmacro %}


{# Python refuses to write an integer of more than 4,300 digits. #}
{% macro _shown_number(value) %}
  {% if value != value %}
    {% do return('NaN') %}
  {% elif value is integer and (value > 1e40 or value < -1e40) %}
    {% do return('a number of more than 40 digits') %}
  {% elif value > 1.7976931348623157e308 or value < -1.7976931348623157e308 %}
    {% do return('Infinity' if value > 0 else '-Infinity') %}
  {% endif %}
  {% do return(value | string) %}
{% endmacro %}


{# In the order of their keys, where all keys are texts. #}
{% macro _shown_entries(value) %}
  {% set keys = value.keys() | list %}
  {% set shown = [] %}
  {% for key in (keys | sort(case_sensitive=true) if dbt_nn._all_texts(keys) else keys) %}
    {% do shown.append((dbt_nn._shown_text(key) if key is string else key | string) ~ ': ' ~ dbt_nn._shown(value[key])) %}
  {% endfor %}
  {% do return(shown) %}
{% endmacro %}


{# Whether a value is undefined, or holds something that is. #}
{% macro _has_undefined(value) %}
  {% if value is undefined %}
    {% do return(true) %}
  {% endif %}
  {% set is_dict = value is mapping and value.identifier is not defined %}
  {% for one in (value.values() | list if is_dict else value if dbt_nn._is_list(value) else []) if dbt_nn._has_undefined(one) %}
    {% do return(true) %}
  {% endfor %}
  {% do return(false) %}
{% endmacro %}


{# `1 row`, `1,204 rows`, `2 repeated rows`, `3 classes` #}
{% macro _counted(number, noun, adjective='') %}
  {% set many = '' if number == 1 else 'es' if noun.endswith('ss') else 's' %}
  {% do return(dbt_nn._with_commas(number) ~ ' ' ~ adjective ~ noun ~ many) %}
{% endmacro %}


{# 60,000 #}
{% macro _with_commas(number) %}
  {% set digits = number | int | string %}
  {% set first = (digits | length - 1) % 3 + 1 %}
  {% set groups = [digits[:first]] %}
  {% for at in range(first, digits | length, 3) %}
    {% do groups.append(digits[at:at + 3]) %}
  {% endfor %}
  {% do return(groups | join(',')) %}
{% endmacro %}
