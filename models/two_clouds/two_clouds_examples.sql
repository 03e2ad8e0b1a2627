{{ config(materialized='table') }}

-- from matrices of (row, column, value) to one row per example
select
  inputs.matrix_row as example_id,
  max(case when inputs.matrix_column = 1 then inputs.value end) as x1,
  max(case when inputs.matrix_column = 2 then inputs.value end) as x2,
  max(labels.value) as label
from {{ ref('two_clouds_inputs') }} as inputs
inner join {{ ref('two_clouds_labels') }} as labels on inputs.matrix_row = labels.matrix_row
group by inputs.matrix_row
