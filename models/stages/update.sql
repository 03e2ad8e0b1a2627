{{ config(
  materialized='training_loop',
  meta={'iterations': 100, 'checkpoint_every': 10, 'keep_checkpoints': true}
) }}

{{ dbt_nn.stage_update(var('points_network'), parameters=ref('init'), gradients=ref('gradients')) }}
