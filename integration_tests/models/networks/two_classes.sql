{{ dbt_nn.train(
    examples=ref('hard_names'),
    label='churned',
    features=[hard_name(), 'order', 'is_new', 'plan'],
    example_id='shopper',
    hidden_layers=[3],
    activation='tanh',
    missing_indicator=true,
    l2=0.003,
    learning_rate=0.1,
    early_stopping=false,
    iterations=8
) }}
