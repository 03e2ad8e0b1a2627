{#
  How a feature becomes inputs, by name: the one table of what `encode` may ask for.
    kinds       the kinds of columns that it is for
    constants   {name: {default, accepts}}, checks as in checks.sql
#}
{% macro _encodings() %}
  {% do return({
    'one_hot': {'kinds': ['text'], 'constants': {'max_categories': {'default': none, 'accepts': 'positive_integer'}}},
    'hash': {'kinds': ['text'], 'constants': {'buckets': {'default': 32, 'accepts': 'buckets'}}},
    'target': {'kinds': ['text'], 'constants': {'smoothing': {'default': 10, 'accepts': 'positive_number'}}},
    'frequency': {'kinds': ['text'], 'constants': {}},
    'standard': {'kinds': ['number'], 'constants': {}},
    'log': {'kinds': ['number'], 'constants': {}},
    'rank': {'kinds': ['number'], 'constants': {}},
    'date': {'kinds': ['date'], 'constants': {'parts': {'default': ['month', 'weekday', 'hour', 'days'], 'accepts': 'parts_of_dates'}}}
  }) %}
{% endmacro %}


{% macro _is_parts_of_dates(value, option, door) %}
  {% if not dbt_nn._is_list(value) or not value or not dbt_nn._all_texts(value) or dbt_nn._repeated(value) %}
    {% do return(false) %}
  {% endif %}
  {% do return(value | reject('in', dbt_nn._encodings().date.constants.parts.default) | list == []) %}
{% endmacro %}


{% macro _is_buckets(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value >= 2 and value <= 1000) %}
{% endmacro %}


{# What is wrong with a value of `encode`: '' if nothing, else what is accepted. #}
{% macro _encode_problem(option, value) %}
  {% set accepted = 'a dict of features and their encodings, such as {city: {as: hash, buckets: 64}, income: [standard, log]}' %}
  {% if value is not mapping %}
    {% do return(accepted) %}
  {% endif %}
  {% set problems = [] %}
  {% for feature, given in value.items() %}
    {% for one in (given if dbt_nn._is_list(given) else [given]) %}
      {% set problem = dbt_nn._encoding_problem(one) %}
      {% do problems.append('for ' ~ feature ~ ' ' ~ problem) if problem %}
    {% else %}
      {% do problems.append('for ' ~ feature ~ ' at least one encoding') %}
    {% endfor %}
  {% endfor %}
  {% do return(problems | join('; ')) %}
{% endmacro %}


{% macro _encoding_problem(given) %}
  {% set encodings = dbt_nn._encodings() %}
  {% set name = given.get('as') if given is mapping else given %}
  {% if name is not string or name not in encodings %}
    {% do return('one of ' ~ encodings | join(', ') ~ ', or a dict with as, one of them, and its constants') %}
  {% endif %}
  {% set constants = encodings[name].constants %}
  {% set accepted = [] %}
  {% for constant, known in constants.items() %}
    {% do accepted.append(constant ~ ': ' ~ dbt_nn._check_named(known.accepts).accepted) %}
  {% endfor %}
  {% for constant, value in (given if given is mapping else {}).items() if constant != 'as' %}
    {% if constant not in constants or not dbt_nn._check_named(constants[constant].accepts).fits(value, none, none) %}
      {% do return('as ' ~ name ~ ' ' ~ (accepted | join('; ') or 'no constants')) %}
    {% endif %}
  {% endfor %}
  {% do return('') %}
{% endmacro %}


{# The encodings of a feature, each with all its constants: [{as, …}]; [] where `encode` says nothing of it. #}
{% macro _encodings_asked(given) %}
  {% set asked = [] %}
  {% for one in (given if dbt_nn._is_list(given) else [given]) %}
    {% set name = one.get('as') if one is mapping else one %}
    {% set known = {'as': name} %}
    {% for constant, is_known in dbt_nn._encodings()[name].constants.items() %}
      {% do known.update({constant: one.get(constant, is_known.default) if one is mapping else is_known.default}) %}
    {% endfor %}
    {% do asked.append(known) %}
  {% endfor %}
  {% do return(asked) %}
{% endmacro %}
