{{ config(materialized='table') }}

select * from {{ dbt_nn.explain(ref('penguins_network'), ref('penguins'), top=3) }}
