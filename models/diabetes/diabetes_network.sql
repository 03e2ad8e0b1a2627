{{ dbt_nn.train(
  examples=ref('diabetes'),
  label='progression',
  example_id='patient_id',
  iterations=100,
  learning_rate=0.1,
  l2=0.01,
  early_stopping=false
) }}
