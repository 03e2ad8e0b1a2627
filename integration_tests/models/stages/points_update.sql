{{ config(
  materialized='training_loop',
  meta={'iterations': 6, 'checkpoint_every': 3, 'keep_checkpoints': true}
) }}

{{ dbt_nn.stage_update(points_network(), parameters=ref('points_init'), gradients=ref('points_gradients')) }}
