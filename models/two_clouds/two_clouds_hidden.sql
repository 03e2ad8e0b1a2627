{{ config(materialized='ephemeral') }}

{{ dbt_nn.stage_hidden(var('two_clouds_network'), examples=ref('two_clouds_examples'), parameters=ref('two_clouds_init')) }}
