{#
  The options of train, a stage or a loop (`door`): the given value (none counts as not given), otherwise that of the project's
  `dbt_nn_defaults`, otherwise the default of the table. Raises one error with every problem.
#}
{% macro _resolved_options(door, given, where) %}
  {% if given is not mapping %}
    {% do exceptions.raise_compiler_error(
      where ~ ": expected a dict of options, received " ~ (given | string if given is none else dbt_nn._shown(given))
      ~ ("; if they come from a variable, check its name under vars in dbt_project.yml" if given is none or given is undefined else "")
    ) %}
  {% endif %}
  {% set defaults = var('dbt_nn_defaults', {}) %}
  {% if defaults is not mapping %}
    {% do exceptions.raise_compiler_error(
      where ~ ": the variable dbt_nn_defaults is " ~ dbt_nn._shown(defaults) ~ "; accepted: a dict of options"
    ) %}
  {% endif %}
  {% set options = {} %}
  {% set problems = dbt_nn._misspelt_options(door, given) + dbt_nn._misspelt_defaults(defaults) %}
  {% for option in dbt_nn._options_of(door) %}
    {% set value = given[option.name] if given.get(option.name) is not none
      else defaults.get(option.name, dbt_nn._default_of(option, door)) %}
    {% if value is none and door in option.get('optional', []) %}
      {# as found in the examples #}
    {% elif value is none %}
      {% do problems.append(option.name ~ " is missing: " ~ option.meaning) %}
    {% else %}
      {% set accepted = dbt_nn._option_problem(option, value, door) %}
      {% if accepted %}
        {% do problems.append(dbt_nn._wrong(option.name, value, accepted, choices=option.choices)) %}
      {% endif %}
    {% endif %}
    {% do options.update({option.name: value}) %}
  {% endfor %}
  {% set problems = problems + dbt_nn._activation_problems(options)
    + (dbt_nn._optimizer_problems(options, door) if door != 'loop' else []) %}
  {% if door == 'train' and not problems %}
    {% do problems.extend(dbt_nn._fleet_problems(options)) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% for option in dbt_nn._options_of(door) if 'integer' in option.accepts or option.accepts == 'layer_sizes' %}
    {% do options.update({option.name: dbt_nn._whole(options[option.name])}) %}
  {% endfor %}
  {% do return(options) %}
{% endmacro %}


{# Integers that were written as 10.0. #}
{% macro _whole(value) %}
  {% if value is number %}
    {% do return(value | int) %}
  {% elif dbt_nn._is_list(value) %}
    {% do return(value | map('int') | list) %}
  {% endif %}
  {% do return(value) %}
{% endmacro %}


{# Unknown options; those in `meta` may belong to other tools, so there only a near miss is a problem. #}
{% macro _misspelt_options(door, given) %}
  {% set names = dbt_nn._options_of(door) | map(attribute='name') | list %}
  {% set problems = [] %}
  {% for name in given if name not in names %}
    {% set nearest = dbt_nn._nearest(name, names) %}
    {% if nearest or door != 'loop' %}
      {% set advice = "did you mean " ~ nearest ~ "?" if nearest else "accepted: " ~ names | join(', ') %}
      {% do problems.append(name ~ " is not an option; " ~ advice) %}
    {% endif %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# The project's defaults apply to train, stages and loops: a name that none of them knows is a mistake. #}
{% macro _misspelt_defaults(defaults) %}
  {% set names = dbt_nn._options() | map(attribute='name') | list %}
  {% set problems = [] %}
  {% for name in defaults if name not in names %}
    {% set nearest = dbt_nn._nearest(name, names) %}
    {% do problems.append(
      "the variable dbt_nn_defaults sets " ~ name ~ ", which is not an option" ~ ("; did you mean " ~ nearest ~ "?" if nearest else "")
    ) %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}
