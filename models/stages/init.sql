{{ config(materialized='table') }}

{{ dbt_nn.stage_init(var('points_network')) }}
