{{ config(materialized='training_loop', meta={'iterations': 7000}) }}

{{ dbt_nn.stage_update(var('two_clouds_network'), parameters=ref('two_clouds_init'), gradients=ref('two_clouds_gradients')) }}
