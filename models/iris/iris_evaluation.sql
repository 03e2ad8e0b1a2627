{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(ref('iris_predictions'), label='species', by=['split']) }}
