{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_gradients(var('two_clouds_network'), loss=ref('two_clouds_loss'), parameters=ref('two_clouds_init')) }}
