{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(ref('digits_predictions'), label='digit', by=['split']) }}
