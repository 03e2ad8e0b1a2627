{# Half the squared difference up to delta, beyond it a straight line: Huber 1964, https://doi.org/10.1214/aoms/1177703732 #}
{% macro _huber_value(score, target, constants) -%}
  {%- set delta = constants.delta -%}
  {%- set size = 'abs(' ~ score ~ ' - ' ~ target ~ ')' -%}
  {%- set beyond = dbt_nn._number(delta) ~ ' * (' ~ size ~ ' - ' ~ dbt_nn._number(0.5 * delta) ~ ')' -%}
  {%- do return(
    'case when ' ~ size ~ ' > ' ~ dbt_nn._number(delta) ~ ' then ' ~ beyond ~ ' else '
    ~ dbt_nn._squared_error_value(score, target, constants) ~ ' end'
  ) -%}
{%- endmacro %}

{# The difference, but no more than delta either way. #}
{% macro _huber_slope(score, target, constants) -%}
  {%- set delta = constants.delta -%}
  {%- do return('greatest(' ~ dbt_nn._number(0 - delta) ~ ', least(' ~ dbt_nn._number(delta) ~ ', ' ~ score ~ ' - ' ~ target ~ '))') -%}
{%- endmacro %}
