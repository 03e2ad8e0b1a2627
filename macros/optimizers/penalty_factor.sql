{# `part` of a penalty's factor, after that many iterations, as SQL; `floor` is the column of the floors, where the penalty has some. #}
{% macro _penalty_factor(penalty, iteration, part=1, floor='') -%}
  {%- if penalty is not mapping -%}
    {%- do return(dbt_nn._number(part * penalty)) -%}
  {%- endif -%}
  {%- set ratio = (penalty.to / penalty.from) ** (1 / penalty.over) -%}
  {%- set power = 'power(' ~ dbt_nn._number(ratio) ~ ', least(' ~ iteration ~ ', ' ~ penalty.over ~ '))' -%}
  {%- set fallen = dbt_nn._number(part * penalty.from) ~ ' * ' ~ power -%}
  {%- set least = dbt_nn._number(part) ~ ' * ' ~ (floor or penalty.floor) if penalty.floor is string
    else dbt_nn._number(part * penalty.floor) -%}
  {%- do return('greatest(' ~ fallen ~ ', ' ~ least ~ ')' if penalty.floor else fallen) -%}
{%- endmacro %}
