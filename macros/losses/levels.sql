{# Whether these are levels of quantiles: a number, or a list of different ones, between 0 and 1. #}
{% macro _are_levels(value) %}
  {% set levels = [value] if value is number else value %}
  {% if levels is not sequence or levels is string or levels is mapping or not levels %}
    {% do return(false) %}
  {% endif %}
  {% set good = namespace(count=0) %}
  {% for level in levels if level is number and level is not boolean and level > 0 and level < 1 %}
    {% set difference = level - ("%.6f" | format(level)) | float %}
    {% set good.count = good.count + (1 if difference < 1e-9 and difference > -1e-9 else 0) %}
  {% endfor %}
  {% do return(good.count == levels | length and not dbt_nn._repeated(levels | map('float') | list)) %}
{% endmacro %}


{% macro _sorted_levels(value) %}
  {% do return((value if value is sequence else [value]) | sort) %}
{% endmacro %}


{# `predicted_quantile_0_25` #}
{% macro _quantile_column(level) -%}
  {%- do return('predicted_quantile_' ~ dbt_nn._level_in_name(level)) -%}
{%- endmacro %}


{% macro _level_in_name(level) -%}
  {%- do return(("%.6f" | format(level)).rstrip('0') | replace('.', '_')) -%}
{%- endmacro %}


{% macro _quantile_columns(network) %}
  {% set names = [] %}
  {% for level in network.loss_constants.get('levels', []) %}
    {% do names.append(dbt_nn._quantile_column(level)) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The place of the level that predicted_value has: the one nearest to 0.5, of two equally near the lower. #}
{% macro _middle_level(levels) %}
  {% set nearest = namespace(place=1, distance=1) %}
  {% for level in levels %}
    {% set distance = ("%.6f" | format(level - 0.5 if level > 0.5 else 0.5 - level)) | float %}
    {% if distance < nearest.distance %}
      {% set nearest.place = loop.index %}
      {% set nearest.distance = distance %}
    {% endif %}
  {% endfor %}
  {% do return(nearest.place) %}
{% endmacro %}
