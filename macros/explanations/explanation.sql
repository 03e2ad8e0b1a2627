{# The query of explanations, or one without rows where there is no network to look at. #}
{% macro _explanation(where, given) -%}
{%- do dbt_nn._check_explain_arguments(where, given) -%}
{%- set shape = dbt_nn._network_to_explain(where, given) -%}
{%- set columns = dbt_nn._columns_of_examples(given.examples) -%}
{%- set keep = dbt_nn._kept_columns(where, given, shape, columns) -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
{{ dbt_nn._explanation_without_rows(given.examples, keep) }}
{%- else -%}
{%- set asked = dbt_nn._asked(where, given, shape, keep, columns) -%}
{{ dbt_nn._explained_rows(asked) }}
{%- endif -%}
{%- endmacro %}


{# From the examples to one row per example and feature. #}
{% macro _explained_rows(asked) -%}
{%- set network = asked.network -%}
{%- set lookups = dbt_nn._lookups(network) -%}
{%- set rows = 'looked_up' if lookups else 'source' -%}
with dbt_nn_examples as (
  select * from {{ asked.examples }}
),

{{ dbt_nn._network_read(network, asked.relation, asked.where, dbt_nn._constants_to_explain(network)) }}

{{ dbt_nn._categories_to_look_up(lookups) }}{{ dbt_nn._baseline(asked) }},

source as (
  -- the columns of the examples under names of the package
  select
    {%- for column in asked.keep %}
    {{ column.quoted }} as keep_{{ loop.index }},
    {%- endfor %}
    {%- if asked.is_combined %}
    {{ dbt_nn._number_of_row() }} as row_number_of_example,
    {%- endif %}
    {{ (dbt_nn._raw_columns(network, asked.columns) + dbt_nn._group_and_fold(network, asked.columns)) | join(',\n') | indent(4) }}
  from dbt_nn_examples
  {{- network.warehouse.fence }}
),

{% if lookups -%}
looked_up as (
  {{ dbt_nn._rows_looked_up(network, lookups, 'source') | indent(2) }}
),

{% endif -%}
{{ dbt_nn._answered(network, rows) }}inputs as (
  select
    {{ (dbt_nn._carried_rows(asked) + dbt_nn._input_columns(network)) | join(',\n') | indent(4) }},
    {{ dbt_nn._carried_constants(network) | join(',\n') | indent(4) }},
    baseline.*,
    weights.*
  from {{ 'answered' if network.fleet else rows }}
  {{ dbt_nn._joined_to_network(
    network, ['constants.network_key', 'baseline.baseline_key', 'weights.network_key']
  ) | indent(2) }}
  cross join shape
  where shape.is_as_compiled
  {{- dbt_nn._fence_behind_weights(network) }}
)
{{- dbt_nn._hidden_layers(network, 'inputs') }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(2) }}
),

{{ dbt_nn._scores_explained(asked) }},

{{ dbt_nn._whole_path(asked) if asked.path == 'whole' else dbt_nn._path_in_pieces(asked) }},

{{ dbt_nn._long_rows(asked) }}
{%- endmacro %}


{# What is asked of a network, once it is known: one record. #}
{% macro _asked(where, given, shape, keep, columns) %}
  {% do dbt_nn._check_features_there(shape, columns, where ~ " on " ~ given.examples, dbt_nn._columns_of_answering(shape)) %}
  {% do dbt_nn._check_mean_is_explained(where, given.network, shape) %}
  {% set network = dict(shape, is_forward=false, is_explained=true) %}
  {% set parts = dbt_nn._loss_in(network).explained(network) %}
  {% set path = dbt_nn._path_through(network, parts) %}
  {% do return(dict(path,
    where=where,
    relation=given.network,
    examples=given.examples,
    columns=columns,
    network=network,
    is_combined=shape.fleet and shape.fleet.combine == 'mean',
    keep=keep,
    parts=parts,
    class_number=dbt_nn._class_to_explain(where, given['class'], network),
    baseline=dbt_nn._baseline_to_take(where, given.baseline, network),
    steps=given.steps,
    top=dbt_nn._top_to_keep(where, given.top, network.sources | length)
  )) %}
{% endmacro %}


{# What stands in while there is no network, or with --empty: no rows, the kept columns of their own types. #}
{% macro _explanation_without_rows(examples, keep) -%}
{%- set double = dbt_nn._warehouse().double_type -%}
{%- set text = dbt.type_string() -%}
{%- set types = {
  'network_key': text, 'network_version': dbt.type_int(), 'class': text, 'feature': text, 'feature_value': text, 'contribution': double,
  'baseline_score': double, 'score': double, 'residual': double
} -%}
-- no rows, because the network is not trained yet or because of --empty
select
  {%- for column in keep %}
  {{ column.quoted }},
  {%- endfor %}
  {%- for name, type in types.items() %}
  cast(null as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ examples }}
where 1 = 0
{%- endmacro %}
