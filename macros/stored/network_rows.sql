{# The network's own rows, all of one shape. Names and values are SQL. #}
{% macro _network_row(
  role, iteration='null', layer='null', input='null', input_name='null', output='null', output_name='null', value='null', network_key=''
) -%}
{%- set place = [iteration, layer, input, input_name, output, output_name] | join(', ') -%}
select {{ dbt_nn._literal(network_key) }}, '{{ role }}', {{ place }}, {{ value }}
{%- endmacro %}


{# The columns of a network, with their types. #}
{% macro _network_types() %}
  {% set text = dbt.type_string() %}
  {% set whole = dbt.type_int() %}
  {% do return({
    'network_key': text, 'role': text, 'iteration': whole, 'layer': whole, 'input': whole, 'input_name': text, 'output': whole,
    'output_name': text, 'value': dbt_nn._warehouse().double_type
  }) %}
{% endmacro %}


{# No rows, but the columns' names and types, which those that follow take over. #}
{% macro _empty_network() -%}
select
  {%- for name, type in dbt_nn._network_types().items() %}
  cast({{ "''" if type == dbt.type_string() else 0 }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from (select 1 as one) as one_row
where 1 = 0
{%- endmacro %}


{#
  Rows of what is known before the first iteration: the encoding, the classes or the target's scale, and the options that prediction needs.
#}
{% macro _encoding_rows(network, encoding, options) -%}
{%- set rows = [dbt_nn._empty_network()] -%}
{%- set kinds = dbt_nn._kinds_of_inputs() -%}
{%- for input in network.inputs -%}
  {%- do rows.extend(dbt_nn._input_rows(input, loop.index, kinds[input.kind.split(' ')[0]].constants)) -%}
{%- endfor -%}
{%- for class in network.classes -%}
  {%- do rows.append(dbt_nn._network_row('class', layer=network.layers | length, output=loop.index, output_name=dbt_nn._literal(class))) -%}
{%- endfor -%}
{%- if network.target -%}
  {%- for role in ['center', 'scale'] -%}
    {%- do rows.append(dbt_nn._network_row(
      role, layer=network.layers | length, output=1, output_name=dbt_nn._literal(options.label),
      value=dbt_nn._number(network.target[role])
    )) -%}
  {%- endfor -%}
{%- endif -%}
{%- for name, value in options.items() -%}
  {%- set value_text = value if value is string else value | tojson -%}
  {%- do rows.append(dbt_nn._network_row('option', input_name=dbt_nn._literal(name), output_name=dbt_nn._literal(value_text))) -%}
{%- endfor -%}
{%- do return(rows) -%}
{%- endmacro %}


{# How one input comes about: `input` counts the features, `output` the inputs of the first layer; `constants` are its roles. #}
{% macro _input_rows(input, k, constants) %}
  {% set rows = [] %}
  {% set feature = {'layer': 0, 'input': input.feature.index, 'input_name': dbt_nn._literal(input.feature.name), 'output': k} %}
  {% set name = dbt_nn._literal(input.name) %}
  {% for role in constants %}
    {% set value = dbt_nn._number(input.feature.fill if role == 'fill' else input[role]) %}
    {% do rows.append(dbt_nn._network_row(role, output_name=name, value=value, **feature)) %}
  {% endfor %}
  {% if input.kind in ['number', 'boolean'] %}
    {# Their kind is known by their constants. #}
  {% elif input.kind == 'category' %}
    {% do rows.append(dbt_nn._network_row(
      'category', output_name=dbt_nn._literal(input.category), value=dbt_nn._number(input.rows), **feature
    )) %}
    {% if input.category == input.feature.fill %}
      {% do rows.append(dbt_nn._network_row('fill', output_name=dbt_nn._literal(input.category), **feature)) %}
    {% endif %}
  {% else %}
    {% do rows.append(dbt_nn._network_row('category', output_name=dbt_nn._literal('<' ~ input.kind ~ '>'), **feature)) %}
  {% endif %}
  {% for value in input.get('knots', []) %}
    {% do rows.append(dbt_nn._network_row('knot', output_name="'" ~ loop.index0 ~ "'", value=dbt_nn._number(value), **feature)) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}
