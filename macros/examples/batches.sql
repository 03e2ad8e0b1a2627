{#
  Mini-batches: the training rows of an epoch in the order of a hash of (seed, epoch, example_id), cut into batches; iteration t reads batch
  t. A table holds the batches of the epochs that the next iterations need: a step touches its own batch and nothing else. The validation
  rows ride with the last batch of each epoch, which is when the validation loss is measured.
    training.batches  {network, rows (the encoded examples), relation (the table), size, per_epoch, epochs: the ones that are laid out}
#}
{% macro _lay_out_batches(training, first, last) %}
  {% set batches = training.get('batches') %}
  {% if batches %}
    {% set epochs = [dbt_nn._epoch_of(batches, first), dbt_nn._epoch_of(batches, last)] %}
    {% if not batches.epochs or epochs[0] < batches.epochs[0] or epochs[1] > batches.epochs[1] %}
      {% do dbt_nn._rebuild(batches.relation, dbt_nn._batches(batches, epochs[0], epochs[1])) %}
      {% do batches.update({'epochs': epochs}) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# The epoch of an iteration; both count from 1. #}
{% macro _epoch_of(batches, iteration) %}
  {% do return((iteration - 1) // batches.per_epoch + 1) %}
{% endmacro %}


{# At most so many iterations in a segment that their batches stay below some million rows. #}
{% macro _longest_segment(batches) %}
  {% do return([1, 1000000 // (batches.size * batches.per_epoch)] | max * batches.per_epoch) %}
{% endmacro %}


{% macro _batches(batches, first_epoch, last_epoch) -%}
{%- set text = dbt.type_string() -%}
with epochs as (
  select * from {{ dbt_nn._series(first_epoch, last_epoch, 'epoch') }} as numbers
),

shuffled as (
  -- every epoch shuffles the training rows anew
  select
    examples.*,
    epochs.epoch,
    row_number() over (
      partition by epochs.epoch, examples.is_train = 1
      order by {{ dbt_nn._digest(dbt.concat([
        "'batch-" ~ batches.network.random_seed ~ "-'", "cast(epochs.epoch as " ~ text ~ ")", "'-'", "examples.example_id"
      ])) }}, examples.example_id
    ) - 1 as place
  from {{ batches.rows }} as examples
  cross join epochs
),

placed as (
  select
    *,
    (epoch - 1) * {{ batches.per_epoch }} + 1
      + case when is_train = 1 then {{ dbt_nn._whole_part('place', batches.size) }} else {{ batches.per_epoch - 1 }} end as iteration
  from shuffled
),

weighed as (
  select
    *,
    {%- set weight = 'is_train * weight' if batches.network.is_weighted else 'is_train' %}
    {%- set all = ' order by is_train, place rows between unbounded preceding and unbounded following' %}
    {{ weight }} / sum({{ weight }}) over (partition by iteration{{ all if batches.network.is_weighted else '' }}) as train_share
  from placed
)

{{ dbt_nn._laid_out('weighed', 'iteration', dbt_nn._columns_to_lay_out(batches.network), 'is_train, place') }}
{%- endmacro %}


{# The rows that the iteration after the latest parameters reads. #}
{% macro _batch_of_iteration(network) -%}
{%- set columns = dbt_nn._example_columns(network) -%}
-- the rows of this iteration's batch
select
  {{ dbt_nn._columns_laid_out(columns) | join(',\n') | indent(2) }}
from {{ network.batches }}
where iteration = (select max(iteration) + 1 from parameters)
{%- endmacro %}


{# What a batch holds of its examples: {name, value}. #}
{% macro _columns_to_lay_out(network) %}
  {% if dbt_nn._is_packed(network) %}
    {% do return(dbt_nn._packed_columns(network)) %}
  {% endif %}
  {% set columns = [] %}
  {% for name in dbt_nn._example_columns(network) %}
    {% do columns.append({'name': name, 'value': name}) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
