{#
  A penalty that falls: {from, to, over, floor}. It begins at `from`, falls in equal ratios to `to` within `over` iterations, stays there,
  and is never below `floor`; as SQL it is in optimizers/penalty_factor.sql.
#}
{% macro _keys_of_falling() %}
  {% do return({
    'from': {'default': 0.05, 'accepts': 'positive_number'},
    'to': {'default': 0.0001, 'accepts': 'positive_number'},
    'over': {'default': 150, 'accepts': 'positive_integer'},
    'floor': {'default': 0, 'accepts': 'number_from_0'}
  }) %}
{% endmacro %}


{# Whether a value is such a dict: a power of a smaller ratio would be an error in some warehouses. #}
{% macro _is_falling(value) %}
  {% if value is not mapping or not value %}
    {% do return(false) %}
  {% endif %}
  {% set keys = dbt_nn._keys_of_falling() %}
  {% set wrong = [] %}
  {% for name, given in value.items() %}
    {% if name not in keys or not dbt_nn._check_named(keys[name].accepts).fits(given, none, none) %}
      {% do wrong.append(name) %}
    {% endif %}
  {% endfor %}
  {% if wrong %}
    {% do return(false) %}
  {% endif %}
  {% set falling = dbt_nn._falling(value) %}
  {% do return(falling.to <= falling.from and falling.to >= 1e-100 * falling.from) %}
{% endmacro %}


{# A penalty with every key, where it falls; a number as it is. #}
{% macro _falling(penalty) %}
  {% if penalty is not mapping %}
    {% do return(penalty) %}
  {% endif %}
  {% set falling = {} %}
  {% for name, key in dbt_nn._keys_of_falling().items() %}
    {% do falling.update({name: penalty.get(name, key.default)}) %}
  {% endfor %}
  {% do return(dict(falling, over=falling.over | int)) %}
{% endmacro %}


{#
  Whether every network of a fleet has its own floor, which depends on its rows: then `floor` is the name of the parameters' column that
  holds it.
#}
{% macro _has_own_floors(penalty) -%}
  {%- do return(penalty is mapping and penalty.floor is string) -%}
{%- endmacro %}


{% macro _has_falling_penalty(network) -%}
  {%- do return(network.l2 is mapping or network.l1 is mapping) -%}
{%- endmacro %}
