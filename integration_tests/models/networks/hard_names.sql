{{ config(materialized='view') }}

select
  shopper,
  size as {{ dbt_nn._quoted(hard_name()) }},
  visits as {{ dbt_nn._quoted('order') }},
  is_new,
  plan,
  churned
from {{ ref('shoppers') }}
