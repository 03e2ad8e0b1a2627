{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='amount',
    features=['size', 'plan'],
    example_id='shopper',
    example_weight='weight',
    hidden_layers=[],
    l2=0.01,
    learning_rate=0.1,
    early_stopping=false,
    iterations=6
) }}
