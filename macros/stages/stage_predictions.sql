{#
  Every row of the examples with the network's answer, once per iteration among the parameters:
  the columns of the examples, then iteration, network_key where there are several, split, predicted_label, predicted_probability, probability_<class>
  (or predicted_value).
#}
{% macro stage_predictions(network, examples, parameters) -%}
{%- set network = dbt_nn._network(network) -%}
with parameters as (
  select * from {{ dbt_nn.parameters(parameters) }}
),

weights as (
  {{ dbt_nn._weights(network, 'parameters') | indent(2) }}
),

dbt_nn_examples as (
  select * from {{ examples }}
),

inputs as (
  -- an example travels whole, so that none of its columns meets one of the network's
  select
    dbt_nn_examples as example,
    {{ dbt_nn._encoded_features(network) | join(',\n') | indent(4) }},
    weights.*
  from dbt_nn_examples
  cross join weights
)
{{- dbt_nn._hidden_layers(network, 'inputs') }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(2) }}
),

answers as (
  {{ dbt_nn._answers(network, 'scores') | indent(2) }}
)

select
  example.*,
  iteration,
  {%- if not network.split %}
  'train' as split,
  {%- endif %}
  {{ dbt_nn._answer_columns(dict(network, label_kind='given')) | join(',\n') | indent(2) }}
from answers
{%- endmacro %}
