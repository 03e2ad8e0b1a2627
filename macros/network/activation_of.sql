{# The activation of a hidden layer, by its number: the one of all layers, or its own. #}
{% macro _activation_of(network, layer) -%}
  {%- do return(network.activation if network.activation is string else network.activation[layer - 1]) -%}
{%- endmacro %}


{# A list of activations has one for every hidden layer. #}
{% macro _activation_problems(options) %}
  {% set activation = options.get('activation') %}
  {% set layers = options.get('hidden_layers') %}
  {% set is_list = dbt_nn._is_list(activation) %}
  {% set is_list_of_layers = dbt_nn._is_list(layers) %}
  {% if not is_list or not is_list_of_layers or activation | length == layers | length %}
    {% do return([]) %}
  {% endif %}
  {% do return([
    "activation is " ~ dbt_nn._shown(activation) ~ " for the hidden_layers " ~ dbt_nn._shown(layers)
    ~ "; accepted: one name, or a list with one name per hidden layer"
  ]) %}
{% endmacro %}
