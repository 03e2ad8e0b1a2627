{{ dbt_nn.train(
  examples=ref('breast_cancer'),
  label='diagnosis',
  example_id='tumor_id',
  iterations=100,
  learning_rate=0.1,
  l2=0.003,
  early_stopping=false
) }}
