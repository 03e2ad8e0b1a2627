{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='churned',
    features=['size', 'visits', 'is_new'],
    example_id='shopper',
    hidden_layers=[4],
    optimizer='gradient_descent',
    learning_rate=1,
    random_seed=1,
    early_stopping={'patience': 2, 'minimum_improvement': 0},
    iterations=40
) }}
