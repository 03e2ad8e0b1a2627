{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='kind',
    features=['size', 'plan'],
    example_id='shopper',
    hidden_layers=[4],
    optimizer='adam',
    learning_rate=0.02,
    dropout=0.3,
    class_weights='balanced',
    example_weight='weight',
    l1=0.01,
    iterations=5
) }}
