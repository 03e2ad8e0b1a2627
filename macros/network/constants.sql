{#
  Options that are a name, or a dict of a name and some of its constants: {name: adam, beta1: 0.8}.
  What is wrong with such a value: '' if nothing, else what is accepted.
#}
{% macro _choice_problem(option, value) %}
  {% set name = dbt_nn._name_of_choice(value) %}
  {% set names = option.choices | join(', ') %}
  {% if name is not string or name not in option.choices %}
    {% do return('one of ' ~ names ~ (', or a dict with name, one of them, and its constants' if value is mapping else '')) %}
  {% endif %}
  {% set constants = option.constants_of.get(name, {}) %}
  {% set accepted = [] %}
  {% set state = namespace(is_wrong=false) %}
  {% for constant, known in constants.items() %}
    {% do accepted.append(constant ~ ': ' ~ dbt_nn._check_named(known.accepts).accepted) %}
  {% endfor %}
  {% for constant, given in (value if value is mapping else {}).items() if constant != 'name' %}
    {% if constant not in constants or not dbt_nn._check_named(constants[constant].accepts).fits(given, option, none) %}
      {% set state.is_wrong = true %}
    {% endif %}
  {% endfor %}
  {% do return('for ' ~ name ~ ' ' ~ (accepted | join('; ') or 'no constants') if state.is_wrong else '') %}
{% endmacro %}


{% macro _name_of_choice(value) %}
  {% do return(value.get('name') if value is mapping else value) %}
{% endmacro %}


{# The constants of a choice: those that are given, else the defaults of its row. #}
{% macro _constants_of_choice(known, value) %}
  {% set constants = {} %}
  {% for name, constant in known.items() %}
    {% do constants.update({name: constant.default}) %}
  {% endfor %}
  {% for name, given in (value if value is mapping else {}).items() if name != 'name' %}
    {% set is_whole = name in known and 'integer' in known[name].accepts %}
    {% do constants.update({name: given | int if is_whole else given}) %}
  {% endfor %}
  {% do return(constants) %}
{% endmacro %}
