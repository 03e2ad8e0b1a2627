{% macro _network_history(network) -%}
{%- set stored_number = 'cast(output_name as ' ~ dbt.type_int() ~ ')' -%}
with network as (
  select * from {{ network }}
),

kept as (
  select network_key, max(iteration) as iteration
  from network
  where role in ('weight', 'bias')
  group by network_key
),

batches as (
  select coalesce(max(case when role = 'option' and input_name = 'batches_per_epoch' then {{ stored_number }} end), 1) as per_epoch
  from network
),

measured as (
  select
    network_key,
    iteration,
    {%- for measure in dbt_nn._history_columns() %}
    max(case when role = '{{ measure }}' then value end) as {{ measure }}{{ ',' if not loop.last }}
    {%- endfor %}
  from network
  where role in ('{{ dbt_nn._history_columns() | join("', '") }}')
  group by network_key, iteration
)

select
  measured.*,
  measured.iteration = kept.iteration as is_best,
  -- how many times the training rows had been begun
  {{ dbt_nn._whole_part('(measured.iteration - 1)', 'batches.per_epoch') }} + 1 as epoch
from measured
inner join kept on measured.network_key = kept.network_key
cross join batches
{%- endmacro %}


{% macro _loop_history(network, columns) -%}
select
  network_key,
  iteration,
  {%- for measure in dbt_nn._history_columns() %}
  {{ measure if measure in columns else 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ') as ' ~ measure }},
  {%- endfor %}
  iteration = max(iteration) over (partition by network_key) as is_best,
  iteration as epoch
from {{ network }}
where layer is null
{%- endmacro %}


{# A network of `train`, or the result of a training loop that measures a loss. #}
{% macro _check_has_history(columns, what) %}
  {% if 'role' not in columns and 'train_loss' not in columns %}
    {% do exceptions.raise_compiler_error(
      what ~ " is neither a network of dbt_nn.train nor the result of a training loop: it has the columns " ~ columns.keys() | join(', ')
    ) %}
  {% endif %}
{% endmacro %}
