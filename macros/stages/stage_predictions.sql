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

examples as (
  select * from {{ examples }}
),

inputs as (
  -- an example travels whole, so that none of its columns meets one of the network's
  select
    examples as example,
    {{ dbt_nn._encoded_features(network) | join(',\n') | indent(4) }},
    weights.*
  from examples
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
  {{ dbt_nn._answer_columns(network) | join(',\n') | indent(2) }}
from answers
{%- endmacro %}


{# From scores to probabilities; a number is its own answer. #}
{% macro _answers(network, scores) -%}
{%- if network.output == 'softmax' -%}
{{ dbt_nn._softmax(network, scores) }}

select * from probabilities
{%- elif network.output == 'sigmoid' -%}
{{ dbt_nn._sigmoid(scores) }}

select * from probabilities
{%- else -%}
select * from {{ scores }}
{%- endif -%}
{%- endmacro %}


{% macro _answer_columns(network) %}
  {% if not network.classes %}
    {% do return(['score_1 as predicted_value']) %}
  {% endif %}
  {% set probabilities = [] %}
  {% set named = [] %}
  {% set cases = [] %}
  {% for class in network.classes %}
    {% do probabilities.append('probability_' ~ loop.index) %}
    {% do named.append('probability_' ~ loop.index ~ ' as ' ~ dbt_nn._quoted(dbt_nn._probability_column(class))) %}
    {% do cases.append({'class': dbt_nn._literal(class), 'probability': 'probability_' ~ loop.index}) %}
  {% endfor %}
  {% set largest = 'greatest(' ~ probabilities | join(', ') ~ ')' %}
  {% set label %}
case
  {%- for case in cases %}
  when {{ case.probability }} = {{ largest }} then {{ case.class }}
  {%- endfor %}
end as predicted_label
  {%- endset %}
  {% do return([label | trim, largest ~ ' as predicted_probability'] + named) %}
{% endmacro %}
