{{ config(materialized='table') }}

select * from {{ dbt_nn.networks(ref('cigarettes_network')) }}
