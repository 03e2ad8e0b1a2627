{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_hidden(points_network(), examples=ref('points'), parameters=ref('points_init')) }}
