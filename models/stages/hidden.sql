{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_hidden(var('points_network'), examples=ref('examples'), parameters=ref('init')) }}
