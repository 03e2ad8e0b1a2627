{# value - learning_rate * gradient #}
{% macro _gradient_descent_value(network) -%}
  {%- do return('value - ' ~ dbt_nn._number(network.learning_rate) ~ ' * gradient') -%}
{%- endmacro %}
