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
  {% for constant in constants %}
    {% do accepted.append(constant ~ ': ' ~ dbt_nn._accepted_constant(option.constants_accept[constant])) %}
  {% endfor %}
  {% for constant, given in (value if value is mapping else {}).items() if constant != 'name' %}
    {% if constant not in constants or dbt_nn._constant_problem(option.constants_accept[constant], given) %}
      {% set state.is_wrong = true %}
    {% endif %}
  {% endfor %}
  {% if state.is_wrong %}
    {% do return('for ' ~ name ~ ' ' ~ (accepted | join('; ') or 'no constants')) %}
  {% endif %}
  {% do return('') %}
{% endmacro %}


{% macro _name_of_choice(value) %}
  {% do return(value.get('name') if value is mapping else value) %}
{% endmacro %}


{# What a constant must be: '' if it is, else that. #}
{% macro _constant_problem(kind, value) %}
  {% set good = namespace(value=false) %}
  {% if kind == 'levels' %}
    {% set good.value = dbt_nn._are_levels(value) %}
  {% elif value is number and value is not boolean and value < 1e308 %}
    {% set is_integer = (value | int) == value %}
    {% if kind == 'share' %}{% set good.value = value >= 0 and value < 1 %}
    {% elif kind == 'positive_share' %}{% set good.value = value > 0 and value < 1 %}
    {% elif kind == 'positive_number' %}{% set good.value = value > 0 %}
    {% elif kind == 'number_from_0' %}{% set good.value = value >= 0 %}
    {% elif kind == 'number_from_1' %}{% set good.value = value >= 1 %}
    {% elif kind == 'positive_integer' %}{% set good.value = is_integer and value >= 1 %}
    {% elif kind == 'integer_from_0' %}{% set good.value = is_integer and value >= 0 %}
    {% endif %}
  {% endif %}
  {% do return('' if good.value else dbt_nn._accepted_constant(kind)) %}
{% endmacro %}


{% macro _accepted_constant(kind) %}
  {% do return({
    'levels': 'a list of different numbers between 0 and 1, of at most 6 decimals',
    'share': 'a number of at least 0 and below 1',
    'positive_share': 'a number above 0 and below 1',
    'positive_number': 'a number above 0',
    'number_from_0': 'a number of at least 0',
    'number_from_1': 'a number of at least 1',
    'positive_integer': 'a whole number of at least 1',
    'integer_from_0': 'a whole number of at least 0'
  }[kind]) %}
{% endmacro %}


{# The constants of a choice, by the table where they are not given. #}
{% macro _constants_of_choice(option_name, value, name) %}
  {% for option in dbt_nn._options() if option.name == option_name %}
    {% set constants = dict(option.constants_of.get(name, {})) %}
    {% for constant, given in (value if value is mapping else {}).items() if constant != 'name' %}
      {% set is_whole = 'integer' in option.constants_accept.get(constant, '') %}
      {% do constants.update({constant: given | int if is_whole else given}) %}
    {% endfor %}
    {% do return(constants) %}
  {% endfor %}
{% endmacro %}
