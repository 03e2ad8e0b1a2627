{# A parameter's place in the list of gradients, from its layer, input and output. #}
{% macro _position(network, parameters) -%}
case {{ parameters }}.layer
  {%- for layer in network.layers %}
  when {{ layer.layer }} then {{ layer.first_position }} + ({{ parameters }}.output - 1) * {{ layer.inputs + 1 }} + {{ parameters }}.input
  {%- endfor %}
end
{%- endmacro %}


{# The same, of a parameter that is known when the query is written. #}
{% macro _place_of(layer, output, input) %}
  {% do return(layer.first_position + (output - 1) * (layer.inputs + 1) + input) %}
{% endmacro %}
