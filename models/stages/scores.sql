{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_scores(var('points_network'), hidden=ref('hidden')) }}
