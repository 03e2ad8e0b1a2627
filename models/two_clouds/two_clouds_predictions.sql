{{ config(materialized='table') }}

{{ dbt_nn.stage_predictions(
  var('two_clouds_network'),
  examples=ref('two_clouds_examples'),
  parameters=dbt_nn.checkpoints(ref('two_clouds_update'))
) }}
