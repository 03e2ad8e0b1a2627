{{ dbt_nn.stage_predictions(
  points_network(),
  examples=ref('points'),
  parameters=dbt_nn.checkpoints(ref('points_update'))
) }}
