{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='churned',
    features=['size', 'visits', 'is_new'],
    example_id='shopper',
    hidden_layers=[3],
    activation='tanh',
    optimizer='adam',
    learning_rate=0.05,
    batch_size=12,
    iterations=7
) }}
