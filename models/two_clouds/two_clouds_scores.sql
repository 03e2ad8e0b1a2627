{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_scores(var('two_clouds_network'), hidden=ref('two_clouds_hidden')) }}
