{{ dbt_nn.train(
  examples=ref('breast_cancer'),
  label='diagnosis',
  example_id='tumor_id'
) }}
