{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='orders',
    features=['size', 'visits'],
    example_id='shopper',
    hidden_layers=[3],
    activation='softplus',
    loss='poisson',
    optimizer='rmsprop',
    learning_rate_schedule={'name': 'step', 'every': 2},
    iterations=5
) }}
