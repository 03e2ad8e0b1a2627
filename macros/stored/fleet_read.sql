{# One row for each network, from the rows of role `member`; of a network that is not a fleet, from what it stores of its training. #}
{% macro _networks(network, shape) -%}
{%- if shape is not none and not shape.fleet -%}
{{ dbt_nn._network_as_fleet(network) }}
{%- else -%}
with members as (
  select *
  from {{ network }}
  where role = 'member'
)

select
  network_key,
  {%- for group in (shape.fleet.group_by if shape is not none else []) %}
  cast(
    max(case when input_name = 'group' and input = {{ loop.index }} then output_name end) as {{ group.type }}
  ) as {{ dbt_nn._quoted(group.name) }},
  {%- endfor %}
  {%- for name in ['trial', 'fold', 'restart'] %}
  {{ dbt_nn._fact_of_member(name, dbt.type_int()) }},
  {%- endfor %}
  {{ dbt_nn._facts_of_kept() | join(',\n') | indent(2) }},
  max(case when input_name = 'is_kept' then value end) = 1 as is_kept,
  max(case when input_name = 'reason' then output_name end) as reason
from members
group by network_key
{%- endif -%}
{%- endmacro %}


{% macro _fact_of_member(name, type) -%}
cast(max(case when input_name = '{{ name }}' then value end) as {{ type }}) as {{ name }}
{%- endmacro %}


{# The facts of the kept iteration, of a member and of one network alike. #}
{% macro _facts_of_kept() %}
  {% set facts = [] %}
  {% for name in ['train_rows', 'validation_rows', 'kept_iteration'] %}
    {% do facts.append(dbt_nn._fact_of_member(name, dbt_nn._warehouse().bigint_type)) %}
  {% endfor %}
  {% for name in ['train_loss', 'validation_loss'] %}
    {% do facts.append("max(case when input_name = '" ~ name ~ "' then value end) as " ~ name) %}
  {% endfor %}
  {% do return(facts) %}
{% endmacro %}


{% macro _network_as_fleet(network) -%}
{%- set trained = "role = 'training' and iteration = (select max(iteration) from " ~ network ~ " where role = 'training')" -%}
select
  '' as network_key,
  {%- for name in ['trial', 'fold', 'restart'] %}
  cast(null as {{ dbt.type_int() }}) as {{ name }},
  {%- endfor %}
  {{ dbt_nn._facts_of_kept() | join(',\n') | indent(2) }},
  true as is_kept,
  cast(null as {{ dbt.type_string() }}) as reason
from {{ network }}
where {{ trained }}
{%- endmacro %}


{# One row for each trial. #}
{% macro _leaderboard(network, shape) -%}
{%- set fleet = shape.fleet if shape is not none else {'trials': [], 'best_by': 'validation_loss', 'best_is_high': false} -%}
with members as (
  select
    network_key,
    {{ dbt_nn._fact_of_member('trial', dbt.type_int()) }},
    max(case when input_name = 'best_value' then value end) as best_value,
    max(case when input_name = 'iterations' then value end) as iterations,
    coalesce(max(case when input_name = 'is_stopped' then value end), 0) as is_stopped,
    max(case when input_name = 'is_kept' then value end) as is_kept
  from {{ network }}
  where role = 'member'
  group by network_key
),

trials as (
  select
    trial,
    count(*) as members,
    -- a trial with a network whose loss is not finite has no mean
    case when count(best_value) = count(*) then avg(best_value) end as metric_mean,
    case when count(best_value) = count(*) then stddev_pop(best_value) end as metric_spread,
    avg(iterations) as iterations,
    max(is_stopped) as is_stopped,
    max(is_kept) as is_kept
  from members
  where iterations is not null
  group by trial
)

select
  row_number() over (
    order by is_stopped, case when metric_mean is null then 1 else 0 end, {{ '-' if fleet.best_is_high }}metric_mean, trial
  ) as rank,
  trial,
  {{ dbt_nn._options_of_trial(fleet.trials) }} as options,
  members,
  '{{ fleet.best_by }}' as metric,
  metric_mean,
  metric_spread,
  iterations,
  is_kept = 1 as is_kept
from trials
{%- endmacro %}


{% macro _options_of_trial(trials) -%}
  {%- if not trials -%}{%- do return("'{}'") -%}{%- endif -%}
  {%- set options = [] -%}
  {%- for trial in trials -%}
    {%- do options.append(dbt_nn._literal(trial | tojson)) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._nth('trial', options)) -%}
{%- endmacro %}
