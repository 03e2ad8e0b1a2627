{#
  What became of every network of a fleet, as a table: a row for each group, fold, trial and restart, and one for each that was not
  trained. Beside the columns of the table of members:
    network_key, part, trial, restart, is_stopped: 1 where trials_stop ended it
    iterations, kept_iteration, and the measures of the kept iteration
    best_value     what the choice depends on: `best_by`, of a network without validation rows the same of its training rows; null where it
                   is not finite. A part has a metric of evaluate in a table: `measured`
    is_stored, answers    1 where the network is stored, and where predictions come from it
    reason         why it is not the one that answers; null where it is
#}
{% macro _outcomes(fleet, members, parts, kept) -%}
{%- set measure = fleet.best_by.name if fleet.best_by.of_history else 'metric_value' -%}
{%- set instead = measure | replace('validation', 'train') -%}
{%- set sign = '-' if fleet.best_by.is_high else '' -%}
{%- set group = '' if dbt_nn._differ_in_shape(fleet.trials) else 'group_key, ' -%}
{#- Networks of different layers can't stand in one relation. -#}
{%- set keeps_all = fleet.keep == 'all' and group -%}
with trained as (
  {%- for part in parts %}
  {{ dbt_nn._outcomes_of_part(part) | indent(2) }}
  {{- '\n  union all' if not loop.last }}
  {%- else %}
  {{ dbt_nn._no_outcomes() | indent(2) }}
  {%- endfor %}
),

members as (
  select *
  from {{ members }}
  {%- if kept %}
  -- without those that stay as they are
  where row_key not in (
    {{ kept | indent(4) }}
  )
  {%- endif %}
),

joined as (
  select
    members.*,
    {{ dbt_nn._key_of_member(fleet) | indent(4) }} as network_key,
    trained.part,
    trained.trial,
    trained.restart,
    trained.is_stopped,
    trained.iterations,
    trained.kept_iteration,
    trained.train_loss,
    trained.validation_loss,
    case
      when lost_parameters = 0 and {{ dbt_nn._is_finite('trained.train_loss') }} then {{
        'coalesce(' ~ measure ~ ', ' ~ instead ~ ')' if fleet.best_by.of_history else measure
      }}
    end as best_value
  from members
  left join trained on members.row_key = trained.row_key
),

trials as (
  -- a trial is as good as its networks are on average; one with a loss that is not finite is the last
  select
    {{ group }}trial,
    avg({{ sign }}best_value) as trial_value,
    max(is_stopped) as is_stopped,
    max(case when best_value is null then 1 else 0 end) as is_lost
  from joined
  where part is not null
  group by {{ group }}trial
),

ranked_trials as (
  select
    *,
    row_number() over ({{ 'partition by group_key ' if group }}order by is_stopped, is_lost, trial_value, trial) as trial_place
  from trials
),

ranked as (
  select
    joined.*,
    ranked_trials.trial_place,
    row_number() over (
      partition by joined.row_key, joined.trial
      order by case when best_value is null then 1 else 0 end, {{ sign }}best_value, joined.restart
    ) as restart_place
  from joined
  left join ranked_trials
    on coalesce(joined.trial, 0) = coalesce(ranked_trials.trial, 0)
    {%- if group %}
    and joined.group_key = ranked_trials.group_key
    {%- endif %}
),

told as (
  select
    row_key, group_key,
    {%- for column in fleet.group_by %} group_{{ loop.index }},{% endfor %}
    fold, train_rows, validation_rows, rows_hash, network_key, part, trial, restart, is_stopped, iterations, kept_iteration,
    train_loss, validation_loss, best_value,
    case
      when reason is not null then reason
      when best_value is null then 'its loss is not finite'
      when trial_place > 1 and is_stopped = 1 then 'stopped early: other trials were better'
      when trial_place > 1 then 'another trial is better'
      {%- if fleet.combine != 'mean' %}
      when restart_place > 1 then 'another restart is better'
      {%- endif %}
    end as reason
  from ranked
)

select
  *,
  case when part is not null and {{ 'best_value is not null' if keeps_all else 'reason is null' }} then 1 else 0 end as is_stored,
  case when part is not null and reason is null then 1 else 0 end as answers
from told
{%- endmacro %}


{# Where every network stays as it is. #}
{% macro _no_outcomes() -%}
{%- set double = dbt_nn._warehouse().double_type -%}
{%- set whole = dbt.type_int() -%}
{%- set columns = [] -%}
{%- for name, type in {
  'part': whole, 'trial': whole, 'restart': whole, 'is_stopped': whole, 'row_key': dbt.type_string(), 'iterations': whole,
  'kept_iteration': whole, 'lost_parameters': whole, 'train_loss': double, 'validation_loss': double, 'train_accuracy': double,
  'validation_accuracy': double, 'metric_value': double
}.items() -%}
  {%- do columns.append('cast(null as ' ~ type ~ ') as ' ~ name) -%}
{%- endfor -%}
select *
from (
  select {{ columns | join(', ') }}
) as nothing
where 1 = 0
{%- endmacro %}


{# The kept iteration of each network of a part, with its measures. #}
{% macro _outcomes_of_part(part) -%}
{%- set stops = part.network.early_stopping -%}
select
  {{ part.number }} as part,
  {{ 'cast(null as ' ~ dbt.type_int() ~ ')' if part.trial is none else part.trial }} as trial,
  {{ 'cast(null as ' ~ dbt.type_int() ~ ')' if part.restart is none else part.restart }} as restart,
  {{ 1 if part.is_stopped | default(false) else 0 }} as is_stopped,
  kept.network_key as row_key,
  kept.iterations,
  kept.kept_iteration,
  kept.lost_parameters,
  history.train_loss,
  history.validation_loss,
  history.train_accuracy,
  history.validation_accuracy,
  {{ 'measured.metric_value' if part.measured is defined else 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ') as metric_value' }}
from (
  select
    network_key,
    max(iteration) as iterations,
    max({{ 'best_iteration' if stops else 'iteration' }}) as kept_iteration,
    sum(case when {{ dbt_nn._is_finite('best_value' if stops else 'value') }} then 0 else 1 end) as lost_parameters
  from {{ part.checkpoints[-1].relation }}
  where layer is not null
  group by network_key
) as kept
left join (
  {%- for checkpoint in part.checkpoints %}
  select network_key, iteration, train_loss, validation_loss, train_accuracy, validation_accuracy
  from {{ checkpoint.relation }}
  where layer is null
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
) as history
  on kept.network_key = history.network_key and kept.kept_iteration = history.iteration
{%- if part.measured is defined %}
left join {{ part.measured }} as measured on kept.network_key = measured.network_key
{%- endif %}
{%- endmacro %}


{# Group, trial, fold and restart, joined by `, `. #}
{% macro _key_of_member(fleet) -%}
{%- set text = dbt.type_string() -%}
{%- set pieces = ["case when members.group_key = '' then '' else " ~ dbt.concat(["', '", 'members.group_key']) ~ ' end'] -%}
{%- for name, column in {'trial': 'trained.trial', 'fold': 'members.fold', 'restart': 'trained.restart'}.items() -%}
  {%- do pieces.append('case when ' ~ column ~ " is null then '' else "
    ~ dbt.concat(["', " ~ name ~ "='", 'cast(' ~ column ~ ' as ' ~ text ~ ')']) ~ ' end') -%}
{%- endfor -%}
substr({{ dbt.concat(pieces) }}, 3)
{%- endmacro %}
