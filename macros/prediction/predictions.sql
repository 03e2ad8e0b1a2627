{#
  The query of the predictions. With `is_literal` constants and parameters are written out, else they are read from the network. `columns`
  are those of the examples, where they are known already.
#}
{% macro _predictions(shape, network, examples, is_literal=false, columns=none) -%}
{%- set columns = dbt_nn._columns_of_examples(examples) if columns is none else columns -%}
{%- do dbt_nn._check_prediction_columns(shape, columns, examples) -%}
with dbt_nn_examples as (
  select * from {{ examples }}
),
{% if not is_literal %}
network as (
  select * from {{ network }}
),

shape as (
  {{ dbt_nn._shape_check(shape) | indent(2) }}
),

parameters as (
  select network_key, iteration, layer, input, output, value
  from network
  where role in ('weight', 'bias')
),
{% endif %}
constants as (
  {{ (dbt_nn._constants_as_literals(shape) if is_literal else dbt_nn._constants_to_predict(shape)) | indent(2) }}
  {{- shape.warehouse.fence }}
),

weights as (
  {{ (dbt_nn._weights_as_literals(shape, network) if is_literal else dbt_nn._weights(shape, 'parameters')) | indent(2) }}
),

source as (
  -- an example travels whole, so that none of its columns meets one of the network's
  select
    {{ dbt_nn._whole_row('dbt_nn_examples') }} as example,
    {{ dbt_nn._raw_columns(shape, columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._split_to_predict(shape, columns) }} as split
  from dbt_nn_examples
  {{- shape.warehouse.fence }}
),

inputs as (
  select
    example,
    split,
    {{ dbt_nn._input_columns(shape) | join(',\n') | indent(4) }},
    {%- if shape.target %}
    constants.target_center,
    constants.target_scale,
    {%- endif %}
    constants.network_version,
    weights.*
  from source
  cross join constants
  cross join weights
  {%- if not is_literal %}
  cross join shape
  where shape.is_as_compiled
  {%- endif %}
  {{- shape.warehouse.fence }}
)
{%- set carried = ['example', 'split', 'network_version'] + (['target_center', 'target_scale'] if shape.target else []) %}
{{- dbt_nn._forward_pass(shape, 'inputs', carried) }}

select
  {{ dbt_nn._columns_of_row('example') }},
  {%- if not dbt_nn._has_split(shape, columns) %}
  split,
  {%- endif %}
  {{ dbt_nn._answer_columns(shape) | join(',\n') | indent(2) }},
  cast(network_version as {{ dbt.type_int() }}) as network_version
from answers
{%- if not columns %}
where {{ dbt_nn._refuses_clashes(([] if dbt_nn._has_split(shape, columns) else ['split']) + dbt_nn._names_added(shape)) | indent(2) }}
{%- endif %}
{%- endmacro %}


{# Whether the examples have a column split; where they can't be looked up, those that the network was trained on answer. #}
{% macro _has_split(shape, columns) %}
  {% set is_known = dbt_nn._columns_alike(columns, 'split') | length > 0 %}
  {% do return(is_known or (not columns and (shape.split_rule.get('column') or '') | lower == 'split')) %}
{% endmacro %}


{# The features under names of our own; a name is taken as the examples spell it, and a value as the type it had in training. #}
{% macro _raw_columns(shape, columns) %}
  {% set raw = [] %}
  {% for index, feature in shape.sources.items() %}
    {% set column = dbt_nn._column_to_read(columns, feature.name) %}
    {% do raw.append(dbt_nn._drifted_feature(feature, column, shape.warehouse.double_type).raw ~ ' as raw_' ~ index) %}
  {% endfor %}
  {% do return(raw) %}
{% endmacro %}


{# A column of the examples; of one that can't be looked up the type is ''. #}
{% macro _column_to_read(columns, name) %}
  {% set found = dbt_nn._column_named(columns, name) %}
  {% do return({'name': name, 'quoted': dbt_nn._quoted(name), 'type': ''} if found is none else found) %}
{% endmacro %}


{# The split that a row had in training, where the examples hold what it came from. #}
{% macro _split_to_predict(shape, columns) -%}
  {%- set rule = shape.split_rule -%}
  {%- set role = 'column' if rule.get('column') else 'id' -%}
  {%- if not rule.get(role) -%}
    {%- do return(dbt_nn._split_of(rule)) -%}
  {%- endif -%}
  {%- set column = dbt_nn._column_to_read(columns, rule[role]) -%}
  {%- if columns and not column.type -%}
    {%- do return('cast(null as ' ~ dbt.type_string() ~ ')') -%}
  {%- endif -%}
  {%- do return(dbt_nn._split_of(
    dict(rule, **{role: column.name}), dbt_nn._drifted_id(shape.example_id_type, column).text if role == 'id' else ''
  )) -%}
{%- endmacro %}


{% macro _constants_to_predict(shape) -%}
{%- set last = shape.layers | length -%}
{%- set of_target = [
  "max(case when role = 'center' and layer = " ~ last ~ " then value end) as target_center",
  "max(case when role = 'scale' and layer = " ~ last ~ " then value end) as target_scale"
] if shape.target else [] -%}
{%- set version = ["max(case when role = 'training' and input_name = 'network_version' then value end) as network_version"] -%}
-- one row: what fills a missing value, and what is taken off and divided by
select
  {{ dbt_nn._aggregated(of_target + dbt_nn._constant_columns(shape) + version) | indent(2) }}
from network
where layer = 0 or role in ('center', 'scale', 'training')
{%- endmacro %}
