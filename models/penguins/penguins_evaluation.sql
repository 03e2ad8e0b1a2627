{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(ref('penguins_predictions'), label='species', by=['split']) }}
