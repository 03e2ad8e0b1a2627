{# value - learning_rate * gradient #}
{% macro _gradient_descent_value(network) -%}
  {%- do return('value - ' ~ dbt_nn._rate(network) ~ ' * gradient') -%}
{%- endmacro %}
