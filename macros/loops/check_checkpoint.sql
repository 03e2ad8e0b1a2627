{#
  A checkpoint is kept only if every parameter is there and every number is finite; returns the losses of its last iteration, their mean
  where there are several networks.
#}
{% macro _check_checkpoint(training, relation, last) %}
  {% set found = dbt_nn._query(dbt_nn._checkpoint_facts(training, relation, last)).rows[0] %}
  {# First, because a missing parameter makes the loss null as well. #}
  {% if found['parameters'] != found['matched'] or found['started_with'] != found['matched'] %}
    {% do exceptions.raise_compiler_error(
      training.where ~ ": the update must return every parameter it was given, once, by network_key, layer, input and output; "
      ~ training.parameters ~ " has " ~ found['started_with'] ~ ", after iteration " ~ last ~ " there are " ~ found['parameters']
      ~ ", of which " ~ found['matched'] ~ " match"
    ) %}
  {% endif %}
  {% set is_lost = found['diverged_at'] is not none or found['not_finite'] %}
  {% if is_lost and not training.get('may_diverge') %}
    {% set iteration = found['diverged_at'] if found['diverged_at'] is not none else last %}
    {% do exceptions.raise_compiler_error(
      training.where ~ ": " ~ ("the loss" if found['diverged_at'] is not none else "a parameter") ~ " is NaN or infinite at iteration "
      ~ iteration ~ (" in the network " ~ found['lost_network'] if found['lost_network'] else "")
      ~ ", so training stopped. Lower learning_rate or raise l2 (stage models: also scale the features to similar ranges). "
      ~ "The existing table was not changed"
    ) %}
  {% endif %}
  {% do return({
    'train': found['train_loss'], 'validation': found['validation_loss'], 'best_iteration': found['best_iteration'], 'is_lost': is_lost
  }) %}
{% endmacro %}


{% macro _checkpoint_facts(training, relation, last) -%}
with trained as (
  select * from {{ relation }} where layer is not null
),

history as (
  select * from {{ relation }} where layer is null
),

matched as (
  select count(*) as parameters
  from trained
  inner join {{ training.parameters }} as started
    on trained.network_key = started.network_key
    and trained.layer = started.layer
    and trained.input = started.input
    and trained.output = started.output
)

select
  (select count(*) from trained) as parameters,
  (select parameters from matched) as matched,
  (select count(*) from {{ training.parameters }}) as started_with,
  (select coalesce(sum(case when {{ dbt_nn._is_finite('value') }} then 0 else 1 end), 0) from trained) as not_finite,
  {%- if 'train_loss' in training.columns %}
  (select min(case when {{ dbt_nn._has_finite_losses(training.columns) }} then null else iteration end) from history) as diverged_at,
  (select avg(case when iteration = {{ last }} then train_loss end) from history) as train_loss,
  {%- else %}
  null as diverged_at,
  null as train_loss,
  {%- endif %}
  {%- if training.get('has_keys') %}
  coalesce(
    (select min(network_key) from history where not ({{ dbt_nn._has_finite_losses(training.columns) }})),
    (select min(network_key) from trained where not ({{ dbt_nn._is_finite('value') }}))
  ) as lost_network,
  {%- else %}
  null as lost_network,
  {%- endif %}
  {%- if 'validation_loss' in training.columns %}
  (select avg(case when iteration = {{ last }} then validation_loss end) from history) as validation_loss,
  {%- else %}
  null as validation_loss,
  {%- endif %}
  {{ '(select max(best_iteration) from trained)' if training.get('goes_on') else 'null' }} as best_iteration
{%- endmacro %}


{# There may be no validation rows; the loss of the training rows is always there. #}
{% macro _has_finite_losses(columns) -%}
  {%- set train = dbt_nn._is_finite('train_loss') -%}
  {%- if 'validation_loss' in columns -%}
    {%- do return(train ~ ' and (validation_loss is null or ' ~ dbt_nn._is_finite('validation_loss') ~ ')') -%}
  {%- endif -%}
  {%- do return(train) -%}
{%- endmacro %}
