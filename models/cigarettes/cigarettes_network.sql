{{ dbt_nn.train(
  examples=ref('cigarettes'),
  label='sales',
  example_id='observation_id',
  group_by=['state'],
  minimum_examples=20,
  hidden_layers=[4],
  iterations=60,
  learning_rate=0.1,
  l2=0.03,
  early_stopping=false
) }}
