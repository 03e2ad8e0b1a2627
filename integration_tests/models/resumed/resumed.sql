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
    iterations=6
) }}
