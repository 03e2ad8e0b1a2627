{{ config(materialized='table') }}

select
  iteration,
  split,
  count(*) as examples,
  sum(case when predicted_label = label then 1 else 0 end) as correct,
  avg(case when predicted_label = label then 1.0 else 0.0 end) as accuracy
from {{ ref('predictions') }}
group by iteration, split
order by iteration, split
