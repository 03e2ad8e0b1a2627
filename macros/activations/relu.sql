{# max(0, sum). A gate times the sum costs a third of greatest(). #}
{% macro _relu_value(sum) -%}
  {%- do return(sum ~ ' * ' ~ dbt_nn._indicator(sum ~ ' > 0')) -%}
{%- endmacro %}

{# 1 where the sum is positive, else 0. #}
{% macro _relu_slope(sum, value) -%}
  {%- do return(dbt_nn._indicator(sum ~ ' > 0')) -%}
{%- endmacro %}
