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
{%- if not dbt_nn._picks_elements() -%}
,

by_position as (
  {{ dbt_nn._elements('averages', ['network_key'] + dbt_nn._measures(network), 'gradients', 'gradient') | indent(2) }}
)
{%- endif -%}
{%- endmacro %}


{# The CTE of the parameters with their gradients, not yet the penalty's, and with the measures. #}
{% macro _placed_gradients(network) -%}
{%- set position = dbt_nn._position(network, 'parameters') -%}
{%- set picks = dbt_nn._picks_elements() -%}
{%- set gradients = 'averages' if picks else 'by_position' -%}
{%- set columns = dbt_nn._columns_with_gradients(network) + (['value'] if dbt_nn._has_penalty(network) and not network.get('is_encoded') else []) -%}
placed as (
  -- every parameter with its gradient, {{ 'whose place in the list' if picks else 'whose position' }} follows from layer, input and output
  select
    {%- for name in columns %}
    parameters.{{ name }},
    {%- endfor %}
    {%- if picks %}
    {{ dbt_nn._element('averages.gradients', position) | indent(4) }} as gradient,
    {%- else %}
    by_position.gradient,
    {%- endif %}
    {%- for measure in dbt_nn._measures(network) %}
    {{ gradients }}.{{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}
  from parameters
  {%- if picks and network.get('is_single') %}
  cross join averages
  {%- else %}
  inner join {{ gradients }}
    on parameters.network_key = {{ gradients }}.network_key
    {%- if not picks %}
    and by_position.position = {{ position | indent(4) }}
    {%- endif %}
  {%- endif %}
)
{%- endmacro %}
