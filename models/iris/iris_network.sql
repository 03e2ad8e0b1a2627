{{ dbt_nn.train(
  examples=ref('iris'),
  label='species',
  example_id='flower_id',
  iterations=100,
  learning_rate=0.1,
  l2=0.003,
  early_stopping=false
) }}
