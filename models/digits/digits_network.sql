{{ dbt_nn.train(
  examples=ref('digits'),
  label='digit',
  example_id='digit_id',
  hidden_layers=[32]
) }}
