{# value - learning_rate * gradient #}
{% macro _gradient_descent(rate, constants) -%}
  {%- do return({'state': [], 'steps': none, 'reported': none, 'value': 'value - ' ~ dbt_nn._constant(rate) ~ ' * gradient'}) -%}
{%- endmacro %}
