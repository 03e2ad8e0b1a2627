{{ config(materialized='view') }}

select * from (
  {{ dbt_nn.network_sql(network=ref('two_classes'), examples=ref('hard_names')) | indent(2) }}
) as written_out
