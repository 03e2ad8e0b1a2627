{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_loss(var('points_network'), scores=ref('scores')) }}
