{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='kind',
    features=['size', 'visits'],
    example_id='shopper',
    hidden_layers=[3],
    l2=0.003,
    learning_rate=0.1,
    early_stopping=false,
    iterations=3,
    checkpoint_every=3,
    keep_checkpoints=true
) }}
