{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(ref('diabetes_predictions'), label='progression', by=['split']) }}
