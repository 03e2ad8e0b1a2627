{{ config(
    full_refresh=false,
    pre_hook=[
      "drop table if exists {{ checkpoint_of(this, 3) }}",
      "{{ checkpoint_taken_over(ref('half_way'), this, 3) }}"
    ]
) }}

{{ dbt_nn.train(
    examples=ref('shoppers'),
    label='kind',
    features=['size', 'visits'],
    example_id='shopper',
    hidden_layers=[3],
    l2=0.003,
    learning_rate=0.1,
    early_stopping=false,
    iterations=6
) }}
