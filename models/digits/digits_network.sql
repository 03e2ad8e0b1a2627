{{ dbt_nn.train(
  examples=ref('digits'),
  label='digit',
  example_id='digit_id',
  hidden_layers=[32],
  iterations=100,
  learning_rate=0.1,
  l2=0.003,
  early_stopping=false
) }}
