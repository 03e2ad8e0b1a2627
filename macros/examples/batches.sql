{#
  Mini-batches: the training rows in the order of a hash of (seed, example_id), cut into batches once, before the loop. They are in a table
  of their own, and an epoch reads them one after the other: iteration t reads batch t, and begins again after the last one. The validation
  rows are part of the last batch, where the validation loss is measured. `examples` is the table of the encoded examples. Where an
  iteration packs its rows into lists, the table holds these: a row is a batch.
#}
{% macro _batches(network, examples) -%}
{%- set weight = 'is_train * weight' if network.is_weighted else 'is_train' -%}
{%- set all = ' order by is_train, place rows between unbounded preceding and unbounded following' if network.is_weighted else '' -%}
with shuffled as (
  -- the training rows in the order of a hash of their id
  select
    examples.*,
    row_number() over (
      partition by {{ 'examples.row_key, ' if network.has_keys }}examples.is_train = 1
      order by {{ dbt_nn._digest(dbt.concat(["'batch-" ~ network.random_seed ~ "-'", "examples.example_id"])) }}, examples.example_id
    ) - 1 as place
  from {{ examples }} as examples
),

placed as (
  select
    *,
    case when is_train = 1 then {{ dbt_nn._whole_part('place', network.batch_size) }} + 1 else {{ network.batches_per_epoch }} end as batch
  from shuffled
),

weighed as (
  select
    *,
    {{ weight }} / sum({{ weight }}) over (partition by {{ 'row_key, ' if network.has_keys }}batch{{ all }}) as train_share
  from placed
)

{% if dbt_nn._is_packed(network) -%}
select
  batch,
  {{ dbt_nn._packed_lists(network, ['is_train', 'place']) | join(',\n') | indent(2) }}
from weighed
group by batch
{%- else -%}
select
  batch,
  {{ dbt_nn._example_columns(network) | join(',\n') | indent(2) }}
from weighed
{%- endif %}
{%- if network.warehouse.keeps_order %}
order by batch{{ ', is_train, place' if not dbt_nn._is_packed(network) }}
{%- endif %}
{%- endmacro %}


{# The rows that the iteration after the latest parameters reads. #}
{% macro _batch_of_iteration(network) -%}
-- the rows of this iteration's batch
select
  {{ dbt_nn._example_columns(network) | join(',\n') | indent(2) }}
from {{ network.batches }}
where {{ dbt_nn._is_batch_of_iteration(network) }}
{%- endmacro %}
