{# The query of the predictions. With `is_literal` constants and parameters are written out, else they are read from the network. #}
{% macro _predictions(shape, network, examples, is_literal=false) -%}
{%- set columns = dbt_nn._columns_of_examples(examples) -%}
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
),

weights as (
  {{ (dbt_nn._weights_as_literals(shape, network) if is_literal else dbt_nn._weights(shape, 'parameters')) | indent(2) }}
),

source as (
  -- an example travels whole, so that none of its columns meets one of the network's
  select
    dbt_nn_examples as example,
    {{ dbt_nn._raw_columns(shape, columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._split_to_predict(shape, columns) }} as split
  from dbt_nn_examples
),

inputs as (
  select
    example,
    split,
    {{ dbt_nn._input_columns(shape) | join(',\n') | indent(4) }},
    constants.*,
    weights.*
  from source
  cross join constants
  cross join weights
  {%- if not is_literal %}
  cross join shape
  where shape.is_as_compiled
  {%- endif %}
)
{{- dbt_nn._hidden_layers(shape, 'inputs') }},

scores as (
  {{ dbt_nn._scores(shape, dbt_nn._last_hidden(shape, 'inputs')) | indent(2) }}
),

answers as (
  {{ dbt_nn._answers(shape, 'scores') | indent(2) }}
)

select
  example.*,
  {%- if not dbt_nn._has_split(shape, columns) %}
  split,
  {%- endif %}
  {{ dbt_nn._answer_columns(shape) | join(',\n') | indent(2) }}
from answers
{%- endmacro %}


{# Whether the examples have a column split; where they can't be looked up, those that the network was trained on answer. #}
{% macro _has_split(shape, columns) %}
  {% do return('split' in columns or (not columns and (shape.split_rule.get('column') or '') | lower == 'split')) %}
{% endmacro %}


{# The features under names of our own; a name is taken as the examples spell it. #}
{% macro _raw_columns(shape, columns) %}
  {% set raw = [] %}
  {% for index, feature in shape.sources.items() %}
    {% set quoted = columns[feature.name | lower].quoted if feature.name | lower in columns else dbt_nn._quoted(feature.name) %}
    {% do raw.append(dbt_nn._raw({'kind': feature.kind, 'quoted': quoted}) ~ ' as raw_' ~ index) %}
  {% endfor %}
  {% do return(raw) %}
{% endmacro %}


{# The split that a row had in training, where the examples hold what it came from. #}
{% macro _split_to_predict(shape, columns) -%}
  {%- set needed = shape.split_rule.get('column') or shape.split_rule.get('id') -%}
  {%- if needed and columns and needed | lower not in columns -%}
    {%- do return('cast(null as ' ~ dbt.type_string() ~ ')') -%}
  {%- endif -%}
  {%- do return(dbt_nn._split_of(shape.split_rule)) -%}
{%- endmacro %}


{% macro _constants_to_predict(shape) -%}
-- one row: what fills a missing value, and what is taken off and divided by
select
  {%- if not shape.classes %}
  max(case when role = 'center' and layer = {{ shape.layers | length }} then value end) as target_center,
  max(case when role = 'scale' and layer = {{ shape.layers | length }} then value end) as target_scale,
  {%- endif %}
  {{ dbt_nn._constant_columns(shape) | join(',\n') | indent(2) }}
from network
where layer = 0 or role in ('center', 'scale')
{%- endmacro %}


{# Whether the network still has the shape that this query was written for; raises where it has not. #}
{% macro _shape_check(shape) -%}
select
  case
    when sum(case when role in ('weight', 'bias') then 1 else 0 end) = {{ shape.parameters }}
      and sum(case when role = 'weight' and layer = 1 and output = 1 and input_name = {{ dbt_nn._expected_name('input', shape.features) }} then 1 else 0 end) = {{ shape.features | length }}
      {%- if shape.classes %}
      and sum(case when role = 'bias' and layer = {{ shape.layers | length }} and output_name = {{ dbt_nn._expected_name('output', shape.classes) }} then 1 else 0 end) = {{ shape.classes | length }}
      {%- endif %}
      {%- for name, value in shape.compiled_options.items() %}
      and coalesce(max(case when role = 'option' and input_name = '{{ name }}' then output_name end), {{ dbt_nn._literal(value) }}) = {{ dbt_nn._literal(value) }}
      {%- endfor %}
      then 'as compiled'
    else {{ dbt_nn._fail("dbt_nn.predict: the network has changed its shape since this query was compiled; build the model again") }}
  end = 'as compiled' as is_as_compiled
from network
{%- endmacro %}


{% macro _expected_name(position, names) -%}
case {{ position }}
  {%- for name in names %} when {{ loop.index }} then {{ dbt_nn._literal(name) }}{% endfor %} end
{%- endmacro %}
