{{ dbt_nn.stage_init(points_network()) }}
