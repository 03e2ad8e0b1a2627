{# The columns of a network or a training loop that is tested: a relation, or a query of one where a test has a `where`. #}
{% macro _tested_network(where, model) %}
  {% do dbt_nn._check_stands('the tested model', model, where, looks=true) %}
  {% set columns = dbt_nn._columns_of_query('select * from ' ~ model) %}
  {% do dbt_nn._check_has_history(columns, where ~ ": " ~ dbt_nn._tested(model).name) %}
  {% do return(columns) %}
{% endmacro %}


{% macro _tested_history(where, model) -%}
  {%- set columns = dbt_nn._tested_network(where, model) -%}
  {%- do return(dbt_nn._network_history(model) if 'role' in columns else dbt_nn._loop_history(model, columns)) -%}
{%- endmacro %}


{# The loss whose fall ends: where the penalty falls, the loss with it falls too, so that of the validation rows, if there are any. #}
{% macro _loss_to_judge(history) %}
  {% set found = dbt_nn._query(
    "select min(l2) as least, max(l2) as most, count(validation_loss) as validated from (\n" ~ history ~ "\n) as history"
  ).rows[0] %}
  {% do return('validation_loss' if found['validated'] and found['least'] != found['most'] else 'train_loss') %}
{% endmacro %}


{#
  With mini-batches the validation loss is measured where an epoch ends, and null before: its epochs are what is counted then. Training
  may end within an epoch, which has none.
#}
{% macro _losses_by_epoch(loss) -%}
epochs as (
  select
    network_key,
    epoch,
    count(*) as iterations,
    max({{ loss }}) as {{ loss }}
  from history
  group by network_key, epoch
),

by_epoch as (
  select
    network_key,
    epoch as iteration,
    {{ loss }}
  from (
    select
      *,
      max(iterations) over (partition by network_key) as longest,
      max(epoch) over (partition by network_key) as last_epoch
    from epochs
  ) as all_epochs
  where {{ loss }} is not null or iterations = longest or epoch < last_epoch
)
{%- endmacro %}


{# One row per network whose loss still falls by more than a part of itself, has risen above where it began, or is not a number. #}
{% macro _convergence_gate(history, loss, last_iterations, at_most) -%}
with history as (
  {{ history | indent(2) }}
),
{% set by_epoch = loss == 'validation_loss' %}
{%- if by_epoch %}
{{ dbt_nn._losses_by_epoch(loss) }},
{% endif %}
numbered as (
  select
    network_key,
    iteration,
    {{ loss }} as loss,
    min(iteration) over (partition by network_key) as first_iteration,
    max(iteration) over (partition by network_key) as last_iteration
  from {{ 'by_epoch' if by_epoch else 'history' }}
),

losses as (
  select
    network_key,
    max(last_iteration) as iterations,
    sum(case when {{ dbt_nn._is_finite('loss') }} then 0 else 1 end) as lost_losses,
    max(case when iteration = first_iteration then loss end) as first_loss,
    max(case when iteration = last_iteration then loss end) as last_loss,
    min(case when iteration <= last_iteration - {{ last_iterations }} then loss end) as lowest_before,
    min(loss) as lowest_loss,
    max(last_iteration) - max(first_iteration) + 1 - count(*) as lost_iterations
  from numbered
  group by network_key
),

measured as (
  select
    network_key,
    iterations,
    lost_losses,
    first_loss,
    last_loss,
    lost_iterations,
    case
      when lowest_before is null then null
      when lowest_before = 0 then {{ dbt_nn._number(0) }}
      else (lowest_before - lowest_loss) / abs(lowest_before)
    end as metric_value
  from losses
),

judged as (
  select * from measured
  union all
  select '', 0, 0, null, null, 0, null
  from (select count(*) as networks from measured) as networks_found
  where networks = 0
)

select
  network_key,
  '{{ loss }}' as metric,
  metric_value,
  {{ dbt_nn._threshold(at_most) }} as at_most,
  case
    when iterations = 0 then 'there is no history of a training'
    when lost_losses > 0 then {{ dbt_nn._message([
      dbt_nn._literal(loss ~ ' is not a finite number in '), dbt_nn._as_text('lost_losses'), dbt_nn._literal(' iterations')
    ]) }}
    when lost_iterations > 0
      then {{ dbt_nn._message([dbt_nn._as_text('lost_iterations'), dbt_nn._literal(' iterations have no ' ~ loss)]) }}
    when last_loss > first_loss
      then {{ dbt_nn._message([
        dbt_nn._literal(loss ~ ' rose from '), dbt_nn._as_text('first_loss'), dbt_nn._literal(' to '), dbt_nn._as_text('last_loss')
      ]) }}
    when metric_value is null
      then {{ dbt_nn._message([
        dbt_nn._literal('there are '), dbt_nn._as_text('iterations'),
        dbt_nn._literal(' iterations, but last_iterations is ' ~ last_iterations)
      ]) }}
    else {{ dbt_nn._message([
      dbt_nn._literal(loss ~ ' still fell by a fraction of '), dbt_nn._as_text('metric_value'),
      dbt_nn._literal(' over the last ' ~ last_iterations ~ ' iterations, above at_most ' ~ at_most)
    ]) }}
  end as message
from judged
where {{ dbt_nn._only_failing([
  'iterations = 0', 'lost_losses > 0', 'lost_iterations > 0', 'last_loss > first_loss', 'metric_value is null',
  'metric_value > ' ~ dbt_nn._number(at_most)
] | join('\n  or ')) }}
{%- endmacro %}
