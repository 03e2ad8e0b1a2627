{{ config(materialized='table') }}

select
  point_id,
  x1,
  x2,
  label,
  split
from {{ ref('points') }}
