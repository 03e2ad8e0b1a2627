{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='kind',
    features=['size', 'visits', 'plan'],
    example_id='shopper',
    hidden_layers=[4, 3],
    activation=['tanh', 'gelu'],
    optimizer={'name': 'adamw', 'weight_decay': 0.05},
    learning_rate=0.05,
    learning_rate_schedule={'name': 'cosine', 'warm_up': 2, 'iterations': 12},
    clip_norm=0.5,
    iterations=5
) }}
