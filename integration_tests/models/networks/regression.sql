{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='amount',
    features=['size', 'plan'],
    example_id='shopper',
    example_weight='weight',
    hidden_layers=[],
    iterations=6
) }}
