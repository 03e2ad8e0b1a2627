{# value - learning_rate * gradient #}
{% macro _gradient_descent(network, value, gradient) -%}
  {%- do return(value ~ ' - ' ~ dbt_nn._number(network.learning_rate) ~ ' * ' ~ gradient) -%}
{%- endmacro %}
