{#
  The query of the predictions. With `is_literal` constants and parameters are written out, else they are read from the network. `columns`
  are those of the examples, where they are known already.
#}
{% macro _predictions(shape, network, examples, is_literal=false, columns=none) -%}
{%- set columns = dbt_nn._columns_of_examples(examples) if columns is none else columns -%}
{%- do dbt_nn._check_prediction_columns(shape, columns, ("dbt_nn.network_sql on " if is_literal else "dbt_nn.predict on ") ~ examples) -%}
{%- if shape.fleet -%}
  {%- do return(dbt_nn._fleet_predictions(shape, network, examples, columns, is_literal)) -%}
{%- endif -%}
{%- set lookups = dbt_nn._lookups(shape) -%}
with dbt_nn_examples as (
  select * from {{ examples }}
),
{% if is_literal %}
constants as (
  {{ dbt_nn._constants_as_literals(shape, network) | indent(2) }}
  {{- shape.warehouse.fence }}
),

weights as (
  {{ dbt_nn._weights_as_literals(shape, network) | indent(2) }}
),
{%- else %}
{{ dbt_nn._network_read(shape, network, 'dbt_nn.predict') }}
{%- endif %}

source as (
  -- an example is carried as one value, so that its columns cannot clash with those of the network
  select
    {{ dbt_nn._whole_row('dbt_nn_examples', columns) | indent(4) }},
    {{ dbt_nn._raw_columns(shape, columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._split_to_predict(shape, columns) }} as split
  from dbt_nn_examples
  {{- shape.warehouse.fence }}
),

{% if lookups -%}
{{ dbt_nn._categories_to_look_up(lookups, network, is_literal) }}looked_up as (
  {{ dbt_nn._rows_looked_up(shape, lookups, 'source') | indent(2) }}
),

{% endif -%}
inputs as (
  select
    {{ dbt_nn._names_of_row(columns) | join(',\n') | indent(4) }},
    split,
    {{ dbt_nn._input_columns(shape) | join(',\n') | indent(4) }},
    {%- for constant in dbt_nn._constants_carried(shape) %}
    constants.{{ constant }},
    {%- endfor %}
    weights.*
  from {{ 'looked_up' if lookups else 'source' }}
  cross join constants
  cross join weights
  {%- if not is_literal %}
  cross join shape
  where shape.is_as_compiled
  {%- endif %}
  {{- shape.warehouse.fence }}
)
{{- dbt_nn._forward_pass(shape, 'inputs', dbt_nn._names_of_row(columns) + ['split'] + dbt_nn._constants_carried(shape)) }}

select
  {{ dbt_nn._columns_of_row(columns) | indent(2) }},
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


{# The features under names of the package; a name is spelled as in the examples, and a value has the type it had in training. #}
{% macro _raw_columns(shape, columns) %}
  {% set raw = [] %}
  {% for index, feature in shape.sources.items() %}
    {% set column = dbt_nn._column_to_read(columns, feature.name) %}
    {% set expression = dbt_nn._drifted_feature(feature, column, shape.warehouse.double_type).raw %}
    {% do raw.append(expression ~ ' as raw_' ~ index) %}
    {% do raw.extend(dbt_nn._columns_of_encodings(feature, expression, index)) %}
  {% endfor %}
  {% do return(raw) %}
{% endmacro %}


{# The constants that are needed behind the inputs. #}
{% macro _constants_carried(shape) %}
  {% do return(
    (['target_center', 'target_scale'] if shape.target else []) + dbt_nn._roles_of_validation(shape) + ['network_version']
  ) %}
{% endmacro %}


{#
  The CTEs of a network's rows: whether they are as they were compiled, the constants, the weights. `where` is who asks; `further` constants
  are aggregates over the rows.
#}
{% macro _network_read(shape, network, where, further=[]) -%}
{%- if shape.fleet -%}{%- do return(dbt_nn._fleet_read(shape, network, where, further)) -%}{%- endif -%}
network as (
  select * from {{ network }}
),

shape as (
  {{ dbt_nn._shape_check(shape, where) | indent(2) }}
),

parameters as (
  select network_key, iteration, layer, input, output, value
  from network
  where role in ('weight', 'bias')
),

constants as (
  {{ dbt_nn._constants_to_predict(shape, further) | indent(2) }}
  {{- shape.warehouse.fence }}
),

weights as (
  {{ dbt_nn._weights(shape, 'parameters') | indent(2) }}
),
{%- endmacro %}


{# `further` columns beside those of predictions. #}
{% macro _constants_to_predict(shape, further) -%}
{%- set roles = ['center', 'scale', 'training'] + dbt_nn._roles_of_validation(shape) -%}
-- one row: what fills a missing value, and what is taken off and divided by
select
  {{ dbt_nn._aggregated(
    dbt_nn._constants_of_target(shape) + dbt_nn._constant_columns(shape) + dbt_nn._constants_of_validation(shape)
    + [dbt_nn._version_in_rows()] + further
  ) | indent(2) }}
from network
where layer = 0 or role in ('{{ roles | join("', '") }}')
{%- endmacro %}


{# Aggregates over a network's rows: what the validation rows gave. #}
{% macro _constants_of_validation(shape) %}
  {% set columns = [] %}
  {% for role in dbt_nn._roles_of_validation(shape) %}
    {% do columns.append("max(case when role = '" ~ role ~ "' then value end) as " ~ role) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _roles_of_validation(shape) %}
  {% do return((['temperature'] if shape.has_temperature else []) + (['residual_quantile'] if shape.has_interval else [])) %}
{% endmacro %}


{% macro _version_in_rows() -%}
  {%- do return("max(case when role = 'training' and input_name = 'network_version' then value end) as network_version") -%}
{%- endmacro %}
