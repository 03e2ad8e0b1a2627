{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='kind',
    features=['size', 'visits'],
    example_id='shopper',
    hidden_layers=[3],
    iterations=3,
    checkpoint_every=3,
    keep_checkpoints=true
) }}
