{# The activation of a hidden layer, by its number: the one of all layers, or its own. #}
{% macro _activation_of(network, layer) -%}
  {%- do return(network.activation if network.activation is string else network.activation[layer - 1]) -%}
{%- endmacro %}


{# A list of activations has one for every hidden layer. #}
{% macro _activation_problems(options) %}
  {% set activation = options.get('activation') %}
  {% set layers = options.get('hidden_layers') %}
  {% set is_list = activation is sequence and activation is not string %}
  {% set is_list_of_layers = layers is sequence and layers is not string %}
  {% if not is_list or not is_list_of_layers or activation | length == layers | length %}
    {% do return([]) %}
  {% endif %}
  {% do return([
    "activation is " ~ (activation | tojson) ~ " for the hidden_layers " ~ (layers | tojson)
    ~ "; accepted: one name, or a list of one for each hidden layer"
  ]) %}
{% endmacro %}
