{{ config(materialized='table') }}

select * from {{ dbt_nn.partial_dependence(ref('penguins_network'), ref('penguins'), feature='bill_length_mm') }}
