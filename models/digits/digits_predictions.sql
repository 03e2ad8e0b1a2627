-- a table: the query is long, and a metastore may keep no more than 32,700 letters of a view
{{ config(materialized='table') }}

select * from {{ dbt_nn.predict(network=ref('digits_network'), examples=ref('digits')) }}
