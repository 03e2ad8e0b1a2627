-- 7,000 iterations, as published; 100 where each of them takes as long as a statement does there
{{ config(materialized='training_loop', meta={'iterations': 100 if dbt_nn._warehouse().has_slow_statements else 7000}) }}

{{ dbt_nn.stage_update(var('two_clouds_network'), parameters=ref('two_clouds_init'), gradients=ref('two_clouds_gradients')) }}
