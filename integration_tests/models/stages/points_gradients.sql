{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_gradients(points_network(), loss=ref('points_loss'), parameters=ref('points_init')) }}
