{% macro _options_of(door) %}
  {% set taken = [] %}
  {% for option in dbt_nn._options() if door in option.doors %}
    {% do taken.append(option) %}
  {% endfor %}
  {% do return(taken) %}
{% endmacro %}


{% macro _default_of(option, door) %}
  {% do return(option[door ~ '_default'] if door ~ '_default' in option else option.default) %}
{% endmacro %}


{# An option's value, where its default depends on the task or the optimizer. #}
{% macro _default_by(name, value, what, case) %}
  {% for option in dbt_nn._options() if option.name == name and value == 'by ' ~ what %}
    {% do return(option['by_' ~ what][case]) %}
  {% endfor %}
  {% do return(value) %}
{% endmacro %}


{# The default of an option. #}
{% macro _usual_value(name) %}
  {% for option in dbt_nn._options() if option.name == name %}
    {% do return(option.default) %}
  {% endfor %}
{% endmacro %}


{# The constants of an option that is true or a dict of some of them. #}
{% macro _constants_of(name, value) %}
  {% for option in dbt_nn._options() if option.name == name %}
    {% set constants = dict(option.constants) %}
    {% do constants.update(value if value is mapping else {}) %}
    {% do return(constants) %}
  {% endfor %}
{% endmacro %}


{# The options that go into the network's record as they are given. #}
{% macro _options_of_network(options, door) %}
  {% set taken = {} %}
  {% for option in dbt_nn._options() if door in option.of_network %}
    {% do taken.update({option.name: options[option.name]}) %}
  {% endfor %}
  {% do return(taken) %}
{% endmacro %}
