{#
  Every row of the examples with the network's answer, once per iteration among the parameters:
  the columns of the examples, then network_key, iteration, split (unless they have it), predicted_label, predicted_probability and
  probability_<class>, or predicted_value.
#}
{% macro stage_predictions(network=none, examples=none, parameters=none) -%}
{%- set given = {'examples': examples, 'parameters': parameters} -%}
{%- set needed = {'parameters': dbt_nn._columns_of_parameters()} -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_predictions", network, given, needed, kwargs) -%}
{%- set network = dict(network, l1=0, l2=0, has_penalty=false, is_forward=true, label_kind='given') -%}
{%- set columns = dbt_nn._columns_of_examples(examples) -%}
{%- set read = network.features + [network.split] -%}
{%- do dbt_nn._raise_problems("dbt_nn.stage_predictions on " ~ examples,
  dbt_nn._column_problems(columns, read) + dbt_nn._misspelt_columns(columns, read) if columns else []) -%}
{%- set has_split = dbt_nn._columns_alike(columns, 'split') or network.split | lower == 'split' -%}
{%- set added = ['iteration', 'network_key'] + dbt_nn._answer_names(network) -%}
{%- do dbt_nn._check_answer_names(added, columns, "dbt_nn.stage_predictions on " ~ examples) -%}
with parameters as (
  select * from {{ dbt_nn._marked('parameters', parameters) }}
),

weights as (
  {{ dbt_nn._weights(network, 'parameters') | indent(2) }}
),

dbt_nn_examples as (
  select * from {{ examples }}
),

inputs as (
  -- an example is carried as one value, so that its columns cannot clash with those of the network
  select
    {{ dbt_nn._whole_row('dbt_nn_examples', columns) | indent(4) }},
    {{ dbt_nn._split_of({'column': network.split} if network.split else {}) }} as split,
    {{ dbt_nn._encoded_features(network) | join(',\n') | indent(4) }},
    weights.*
  from dbt_nn_examples
  cross join weights
  {{- network.warehouse.fence }}
)
{{- dbt_nn._forward_pass(network, 'inputs', dbt_nn._names_of_row(columns) + ['network_key', 'iteration', 'split']) }}

select
  {{ dbt_nn._columns_of_row(columns) | indent(2) }},
  network_key,
  iteration,
  {%- if not has_split %}
  split,
  {%- endif %}
  {{ dbt_nn._answer_columns(network) | join(',\n') | indent(2) }}
from answers
{%- if not columns %}
where {{ dbt_nn._refuses_clashes(added + ([] if has_split else ['split'])) | indent(2) }}
{%- endif %}
{%- endmacro %}
