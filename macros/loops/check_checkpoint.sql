{# A checkpoint is kept only if every parameter is there and every number is finite; returns the mean train loss of its last iteration. #}
{% macro _check_checkpoint(training, relation, last) %}
  {% set found = run_query(dbt_nn._checkpoint_facts(training, relation, last)).rows[0] %}
  {# First, for a parameter that is gone makes the loss null as well. #}
  {% if found['parameters'] != found['matched'] or found['started_with'] != found['matched'] %}
    {% do exceptions.raise_compiler_error(training.where ~ ": the update must return every parameter it was given, once, by network_key, layer, input and output; " ~ training.parameters ~ " has " ~ found['started_with'] ~ ", after iteration " ~ last ~ " there are " ~ found['parameters'] ~ ", of which " ~ found['matched'] ~ " match") %}
  {% endif %}
  {% if found['diverged_at'] is not none or found['not_finite'] %}
    {% set iteration = found['diverged_at'] if found['diverged_at'] is not none else last %}
    {% do exceptions.raise_compiler_error(training.where ~ ": " ~ ("the loss" if found['diverged_at'] is not none else "a parameter") ~ " is not finite at iteration " ~ iteration ~ ". Lower the learning rate, scale the features to a similar range, or raise l2. Training stopped; the network that stood before is unchanged") %}
  {% endif %}
  {% do return(found['train_loss']) %}
{% endmacro %}


{% macro _checkpoint_facts(training, relation, last) -%}
{%- set losses = [] -%}
{%- for name in training.columns if name.endswith('_loss') -%}
  {%- do losses.append(name) -%}
{%- endfor -%}
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
  {%- if losses %}
  (select min(case when {% for name in losses %}{{ dbt_nn._is_finite(name) }}{{ ' and ' if not loop.last }}{% endfor %} then null else iteration end) from history) as diverged_at,
  (select avg(case when iteration = {{ last }} then {{ losses[0] }} end) from history) as train_loss
  {%- else %}
  null as diverged_at,
  null as train_loss
  {%- endif %}
{%- endmacro %}
