{{ dbt_nn.train(
  examples=ref('iris'),
  label='species',
  example_id='flower_id'
) }}
