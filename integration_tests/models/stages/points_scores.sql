{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_scores(points_network(), hidden=ref('points_hidden')) }}
