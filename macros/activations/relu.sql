{# max(0, sum). A gate times the sum costs a third of greatest(). #}
{% macro _relu_value(sum) -%}
  {%- do return(sum ~ ' * ' ~ dbt_nn._indicator(sum ~ ' > 0')) -%}
{%- endmacro %}

{# 1 where the sum is positive, else 0. #}
{% macro _relu_slope(sum, value) -%}
  {%- do return(dbt_nn._indicator(sum ~ ' > 0')) -%}
{%- endmacro %}

{# The part of the way that is above 0. #}
{% macro _relu_share(sum, start, value, start_value) -%}
  {%- do return(
    'case when ' ~ sum ~ ' = ' ~ start ~ ' then ' ~ dbt_nn._relu_slope(sum, none)
    ~ ' else (greatest(' ~ sum ~ ', 0) - greatest(' ~ start ~ ', 0)) / (' ~ sum ~ ' - ' ~ start ~ ') end'
  ) -%}
{%- endmacro %}
