{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_loss(var('two_clouds_network'), scores=ref('two_clouds_scores')) }}
