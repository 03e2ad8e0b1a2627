{# `part` of a penalty's factor, after so many iterations, as SQL. #}
{% macro _penalty_factor(penalty, iteration, part=1) -%}
  {%- if penalty is not mapping -%}
    {%- do return(dbt_nn._number(part * penalty)) -%}
  {%- endif -%}
  {%- set ratio = (penalty.to / penalty.from) ** (1 / penalty.over) -%}
  {%- set power = 'power(' ~ dbt_nn._number(ratio) ~ ', least(' ~ iteration ~ ', ' ~ penalty.over ~ '))' -%}
  {%- set fallen = dbt_nn._number(part * penalty.from) ~ ' * ' ~ power -%}
  {%- do return('greatest(' ~ fallen ~ ', ' ~ dbt_nn._number(part * penalty.floor) ~ ')' if penalty.floor else fallen) -%}
{%- endmacro %}
