{{ config(materialized='table') }}

{{ dbt_nn.stage_predictions(
  var('points_network'),
  examples=ref('examples'),
  parameters=dbt_nn.checkpoints(ref('update'))
) }}
