{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='amount',
    features=['size', 'plan'],
    example_id='shopper',
    hidden_layers=[3],
    activation='leaky_relu',
    loss={'name': 'quantile', 'levels': [0.1, 0.5, 0.9]},
    optimizer='nesterov',
    iterations=5
) }}
