{# The parameters after one iteration; the same columns as `init`, by name. #}
{% macro stage_update(network, parameters, gradients) -%}
{%- set network = dbt_nn._network(network) -%}
{%- do dbt_nn._remember_network(network) -%}
with parameters as (
  select * from {{ dbt_nn.parameters(parameters) }}
),

gradients as (
  select * from {{ gradients }}
)

-- {{ network.optimizer | replace('_', ' ') }}, learning rate {{ network.learning_rate }}
select
  parameters.network_key,
  parameters.iteration + 1 as iteration,
  parameters.layer,
  parameters.input,
  parameters.output,
  {{ dbt_nn._gradient_descent(network, 'parameters.value', 'gradients.gradient') }} as value,
  gradients.train_loss
from parameters
inner join gradients
  on parameters.network_key = gradients.network_key
  and parameters.layer = gradients.layer
  and parameters.input = gradients.input
  and parameters.output = gradients.output
{%- endmacro %}


{# The network goes into the model's meta, where the loop finds what to check: plain values only, config() is fixed when dbt parses. #}
{% macro _remember_network(network) %}
  {{ config(meta={'dbt_nn_network': network}) }}
{% endmacro %}
