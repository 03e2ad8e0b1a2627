{# dbt renders it in a consumer's project too, disabled or not, and there the consumer's dbt_nn_defaults may not fit the demo's network. #}
{% if target.profile_name == 'dbt_nn' -%}
-- One iteration of `update` equals `init` minus learning rate times `gradients`, and its loss is the first of the trained history.
with one_iteration as (
  {{ dbt_nn.stage_update(var('points_network'), parameters=ref('init'), gradients=ref('gradients')) | indent(2) }}
),

expected as (
  select
    init.network_key,
    init.layer,
    init.input,
    init.output,
    init.value - {{ var('points_network').learning_rate }} * gradients.gradient as value,
    history.train_loss
  from {{ ref('init') }} as init
  inner join {{ ref('gradients') }} as gradients
    on init.network_key = gradients.network_key
    and init.layer = gradients.layer
    and init.input = gradients.input
    and init.output = gradients.output
  inner join {{ dbt_nn.history(ref('update')) }}
    on init.network_key = history.network_key
    and history.iteration = 1
)

select
  layer,
  input,
  output,
  expected.value as expected_value,
  one_iteration.value,
  expected.train_loss as expected_loss,
  one_iteration.train_loss
from expected
full outer join one_iteration using (network_key, layer, input, output)
where
  coalesce(abs(expected.value - one_iteration.value) > 1e-12, true)
  or coalesce(abs(expected.train_loss - one_iteration.train_loss) > 1e-12, true)
  or coalesce(one_iteration.iteration, 0) <> 1
{%- endif %}
