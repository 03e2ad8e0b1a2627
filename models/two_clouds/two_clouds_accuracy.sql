{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(
  ref('two_clouds_predictions'),
  label='label',
  by=['iteration', 'split'],
  metrics=['accuracy', 'log_loss']
) }}
