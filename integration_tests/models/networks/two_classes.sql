{{ dbt_nn.train(
    examples=ref('hard_names'),
    label='churned',
    features=[hard_name(), 'order', 'is_new', 'plan'],
    example_id='shopper',
    hidden_layers=[3],
    activation='tanh',
    missing_indicator=true,
    iterations=8
) }}
