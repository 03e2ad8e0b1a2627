{% macro _network_history(network) -%}
{%- set stored_number = 'cast(output_name as ' ~ dbt.type_int() ~ ')' -%}
{%- set has_number = "role = 'option' and input_name = 'l2' and substr(output_name, 1, 1) between '0' and '9'" -%}
with network as (
  select * from {{ network }}
),

kept as (
  select network_key, max(iteration) as iteration
  from network
  where role in ('weight', 'bias')
  group by network_key
),

options as (
  select
    coalesce(max(case when role = 'option' and input_name = 'batches_per_epoch' then {{ stored_number }} end), 1) as batches_per_epoch,
    -- of a network that was stored before its penalty could fall
    max(case when {{ has_number }} then {{ dbt_nn._to_double('output_name') }} end) as l2
  from network
),

measured as (
  select
    network_key,
    iteration,
    {%- for measure in dbt_nn._history_columns() %}
    max(case when role = '{{ measure }}' then value end) as {{ measure }},
    {%- endfor %}
    max(case when role = 'l2' then value end) as l2
  from network
  where role in ('{{ (dbt_nn._history_columns() + ['l2']) | join("', '") }}')
  group by network_key, iteration
)

select
  measured.network_key,
  measured.iteration,
  {%- for measure in dbt_nn._history_columns() %}
  measured.{{ measure }},
  {%- endfor %}
  measured.iteration = kept.iteration as is_best,
  -- how many times the training rows had been begun
  {{ dbt_nn._whole_part('(measured.iteration - 1)', 'options.batches_per_epoch') }} + 1 as epoch,
  coalesce(measured.l2, options.l2) as l2
from measured
inner join kept on measured.network_key = kept.network_key
cross join options
{%- endmacro %}


{#
  The history with at most that many iterations, the first and the last among them. Those with a validation loss, which batches measure
  where an epoch ends, are thinned apart from those without.
#}
{% macro _thinned_history(network, points) -%}
{%- set group = 'partition by network_key, case when validation_loss is null then 0 else 1 end' -%}
with history as (
  {{ dbt_nn._network_history(network) | indent(2) }}
),

numbered as (
  select
    *,
    row_number() over ({{ group }} order by iteration) as place,
    count(*) over ({{ group }}) as places,
    min(validation_loss) over (partition by network_key) as lowest_validation_loss
  from history
)

select network_key, iteration, train_loss, validation_loss, learning_rate, is_best
from numbered
where place in (1, places)
  or is_best
  or validation_loss = lowest_validation_loss
  or mod(place, greatest(cast(ceil(places / {{ dbt_nn._number(points) }}) as {{ dbt_nn._warehouse().bigint_type }}), 1)) = 0
{%- endmacro %}


{% macro _loop_history(network, columns) -%}
select
  network_key,
  iteration,
  {%- for measure in dbt_nn._history_columns() %}
  {{ measure if measure in columns else 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ') as ' ~ measure }},
  {%- endfor %}
  iteration = max(iteration) over (partition by network_key) as is_best,
  iteration as epoch,
  cast(null as {{ dbt_nn._warehouse().double_type }}) as l2
from {{ network }}
where layer is null
{%- endmacro %}


{# What a macro is given that reads one network, or the result of a training loop. #}
{% macro _check_given_network(network, where, further) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._call_problems(where[7:], ['network'], further) + dbt_nn._relation_problems('network', network)
  )) %}
  {% do dbt_nn._check_stands('network', network, where, looks=true) %}
{% endmacro %}


{# Parameters, as a network of `train` has them, and a training loop. #}
{% macro _check_has_parameters(columns, what) %}
  {% set names = columns.keys() | map('lower') | list %}
  {% for name in ['network_key', 'iteration', 'layer', 'input', 'output', 'value'] if name not in names %}
    {% do exceptions.raise_compiler_error(
      what ~ " is neither a network of dbt_nn.train nor the result of a training loop; its columns are " ~ columns.keys() | join(', ')
    ) %}
  {% endfor %}
{% endmacro %}


{# A network of `train`, or the result of a training loop that measures a loss. #}
{% macro _check_has_history(columns, what) %}
  {% if 'role' not in columns and 'train_loss' not in columns %}
    {% do exceptions.raise_compiler_error(
      what ~ " is neither a network of dbt_nn.train nor the result of a training loop; its columns are " ~ columns.keys() | join(', ')
    ) %}
  {% endif %}
{% endmacro %}
