{#
  What `promote` may be, as a dict: every key with its default and what it accepts; whether there is such a metric is known above, where
  metrics are.
#}
{% macro _keys_of_promote() %}
  {% do return({
    'metric': {'default': none, 'accepts': 'column'},
    'at_least': {'default': none, 'accepts': 'number'},
    'at_most': {'default': none, 'accepts': 'number'},
    'better_than_standing': {'default': true, 'accepts': 'boolean'},
    'margin': {'default': 0, 'accepts': 'number_from_0'},
    'split': {'default': none, 'accepts': 'held_out_split'},
    'positive_class': {'default': none, 'accepts': 'scalar'},
    'otherwise': {'default': 'keep', 'accepts': 'otherwise'}
  }) %}
{% endmacro %}


{# `promote` with every key; none where every trained network is promoted. #}
{% macro _promote_of(options) %}
  {% if options.promote is not mapping %}
    {% do return(none) %}
  {% endif %}
  {% set promote = {} %}
  {% for name, key in dbt_nn._keys_of_promote().items() %}
    {% set given = options.promote.get(name) %}
    {% do promote.update({name: key.default if given is none else given}) %}
  {% endfor %}
  {% do return(promote) %}
{% endmacro %}


{% macro _keeps_previous(options) %}
  {% do return((options.promote is mapping) if options.keep_previous is none else options.keep_previous) %}
{% endmacro %}


{# What is wrong with a value of `promote`: '' if nothing, else what is accepted. #}
{% macro _promote_problem(option, value) %}
  {% set keys = dbt_nn._keys_of_promote() %}
  {% if value is string and value == 'always' %}
    {% do return('') %}
  {% elif value is not mapping %}
    {% do return("always, or a dict with a metric, such as {metric: roc_auc, at_least: 0.8}") %}
  {% elif value.get('metric') is none %}
    {% do return("a dict with a metric, such as {metric: roc_auc, at_least: 0.8}") %}
  {% endif %}
  {% set problems = [] %}
  {% for name, given in value.items() if given is not none %}
    {% if name not in keys %}
      {% set nearest = dbt_nn._nearest(name, keys | list) %}
      {% do problems.append("the keys " ~ keys | join(', ') ~ ", not " ~ name ~ ("; did you mean " ~ nearest ~ "?" if nearest else "")) %}
    {% elif not dbt_nn._check_named(keys[name].accepts).fits(given, option, none) %}
      {% do problems.append("for " ~ name ~ " " ~ dbt_nn._check_named(keys[name].accepts).accepted) %}
    {% endif %}
  {% endfor %}
  {% set promote = dbt_nn._promote_of({'promote': value}) %}
  {% if not problems and not promote.better_than_standing and promote.at_least is none and promote.at_most is none %}
    {% do problems.append("a threshold, at_least or at_most, with better_than_standing: false") %}
  {% endif %}
  {% if not problems and promote.at_least is not none and promote.at_most is not none and promote.at_least > promote.at_most %}
    {% do problems.append("an at_least that is not above at_most") %}
  {% endif %}
  {% do return(problems | join('; ')) %}
{% endmacro %}


{% macro _is_held_out_split(value, option, door) %}
  {% do return(value is string and value in ['test', 'validation']) %}
{% endmacro %}

{% macro _is_otherwise(value, option, door) %}
  {% do return(value is string and value in ['keep', 'fail']) %}
{% endmacro %}

{% macro _is_any_number(value, option, door) %}
  {% do return(dbt_nn._is_finite_number(value)) %}
{% endmacro %}

{% macro _is_scalar(value, option, door) %}
  {% do return(dbt_nn._all_scalars([value])) %}
{% endmacro %}

{# When a standing network is trained again. #}
{% macro _is_retrain(value, option, door) %}
  {% if value is mapping %}
    {% do return(value | list == ['days'] and dbt_nn._is_integer(value.days) and value.days >= 1 and value.days <= 36500) %}
  {% endif %}
  {% do return(value is string and value in ['changed', 'never']) %}
{% endmacro %}
