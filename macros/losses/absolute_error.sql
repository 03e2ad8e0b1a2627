{# The difference without its sign: what is predicted is the median. #}
{% macro _absolute_error_value(score, target, constants) -%}
  {%- do return('abs(' ~ score ~ ' - ' ~ target ~ ')') -%}
{%- endmacro %}

{# The sign of the difference, 0 where there is none. #}
{% macro _absolute_error_slope(score, target, constants) -%}
  {%- do return(dbt_nn._to_double('sign(' ~ score ~ ' - ' ~ target ~ ')')) -%}
{%- endmacro %}
