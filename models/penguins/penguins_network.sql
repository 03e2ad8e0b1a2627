{{ dbt_nn.train(
  examples=ref('penguins'),
  label='species',
  example_id='penguin_id'
) }}
