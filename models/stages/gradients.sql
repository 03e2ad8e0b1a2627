{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_gradients(var('points_network'), loss=ref('loss'), parameters=ref('init')) }}
