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


{# The further CTE from `averages`, a list of gradients in the order of positions, to rows; none where the elements of a list are picked. #}
{% macro _gradients_as_rows(network) -%}
{%- if not network.warehouse.picks_elements -%}
,

by_position as (
  {{ dbt_nn._elements('averages', ['network_key'] + dbt_nn._measures(network), 'gradients', 'gradient') | indent(2) }}
)
{%- endif -%}
{%- endmacro %}
