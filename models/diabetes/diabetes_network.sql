{{ dbt_nn.train(
  examples=ref('diabetes'),
  label='progression',
  example_id='patient_id'
) }}
