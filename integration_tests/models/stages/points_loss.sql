{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_loss(points_network(), scores=ref('points_scores')) }}
