{{ config(materialized='table') }}

-- the published starting weights: rows of the matrix are the inputs, row 0 is the bias
select
  cast('' as {{ dbt.type_string() }}) as network_key,
  cast(0 as {{ dbt.type_int() }}) as iteration,
  cast(1 as {{ dbt.type_int() }}) as layer,
  cast(matrix_row as {{ dbt.type_int() }}) as input,
  cast(matrix_column as {{ dbt.type_int() }}) as output,
  value,
  -- null, of the type of the values
  nullif(value, value) as train_loss
from {{ ref('two_clouds_weights') }}
