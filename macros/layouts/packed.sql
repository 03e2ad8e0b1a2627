{# The weights as lists of lists, cut from one list of all parameters. #}
{% macro _packed_weights(network) -%}
{%- set columns = [] -%}
{%- for layer in network.layers -%}
  {%- set first = layer.first_position ~ ' + unit * ' ~ (layer.inputs + 1) -%}
  {%- set units = dbt_nn._places(0, layer.outputs - 1) -%}
  {%- do columns.append(
    dbt_nn._map(units, 'unit', dbt_nn._slice('weights_in_order', first, layer.inputs + 1)) ~ ' as into_' ~ layer.layer
  ) -%}
  {%- if layer.layer > 1 -%}
    {%- set weights = dbt_nn._map(units, 'unit', dbt_nn._element('weights_in_order', first ~ ' + input')) -%}
    {%- do columns.append(dbt_nn._map(dbt_nn._places(1, layer.inputs), 'input', weights) ~ ' as out_of_' ~ layer.layer) -%}
  {%- endif -%}
{%- endfor -%}
-- into_<layer>: the weights into each unit, its bias first; out_of_<layer>: those that each input goes through
select
  network_key,
  {%- if network.has_penalty %}
  penalty,
  {%- endif %}
  {{ columns | join(',\n') | indent(2) }}
from (
  {{ dbt_nn._listed_parameters(network, 'parameters') | indent(2) }}
) as listed
{%- endmacro %}


{# The rows of an iteration as one row of lists. #}
{% macro _packed_examples(network, examples) -%}
{% if network.batches -%}
-- the rows of this iteration's batch as lists
select
  {{ dbt_nn._packed_columns(network) | map(attribute='name') | join(',\n') | indent(2) }}
from {{ network.batches }}
where {{ dbt_nn._is_batch_of_iteration(network) }}
{%- else -%}
-- {{ dbt_nn._rows_in_words(network) }} as lists; one aggregate, so that their orders agree
select
  {{ dbt_nn._packed_lists(network) | join(',\n') | indent(2) }}
from {{ examples }}
{%- endif -%}
{%- endmacro %}


{# The aggregates that make lists of rows: in the order of some columns, or as they come. #}
{% macro _packed_lists(network, order=[]) %}
  {% set lists = [] %}
  {% for column in dbt_nn._packed_columns(network) %}
    {% set list = dbt_nn._ordered_list(column.value, order) if order else dbt_nn._collected(column.value) %}
    {% do lists.append(list ~ ' as ' ~ column.name) %}
  {% endfor %}
  {% do return(lists) %}
{% endmacro %}


{% macro _packed_columns(network) %}
  {% set labels = [] %}
  {% for class in network.classes %}
    {% do labels.append('is_class_' ~ loop.index) %}
  {% endfor %}
  {% do return([
    {'name': 'inputs_1', 'value': dbt_nn._array([dbt_nn._number(1)] + dbt_nn._inputs(network.layers[0]), is_one_line=true)},
    {'name': 'labels', 'value': dbt_nn._array(labels or ['target'], is_one_line=true)},
    {'name': 'train_shares', 'value': 'train_share'}
  ] + ([{'name': 'validation_shares', 'value': 'validation_share'}] if network.has_validation else [])) %}
{% endmacro %}


{# For each example, the weighted sum of every unit of a layer. #}
{% macro _packed_sums(layer) -%}
  {%- set name = layer.layer -%}
  {%- do return(
    dbt_nn._map('inputs_' ~ name, 'inputs', dbt_nn._map('into_' ~ name, 'weights', dbt_nn._dot_product('inputs', 'weights')))
  ) -%}
{%- endmacro %}
