{# One row where the network's own training is too long ago. Moments are texts in UTC, which sort as they follow each other. #}
{% macro _age_gate(model, days) -%}
{%- set earliest = dbt_nn._utc_now() - modules.datetime.timedelta(seconds=days * 86400) -%}
with own_training as (
  select trainings.output_name as trained_at
  from {{ model }} as trainings
  inner join {{ model }} as versions
    on versions.role = 'training' and versions.input_name = 'network_version' and trainings.iteration = versions.iteration
  where trainings.role = 'training' and trainings.input_name = 'trained_at'
),

latest as (
  select max(trained_at) as trained_at from own_training
)

select
  trained_at,
  case
    when trained_at is null then 'the network does not record when it was trained'
    else {{ dbt_nn._message([
      dbt_nn._literal('the network was trained at '), 'trained_at', dbt_nn._literal(' (UTC), more than ' ~ days ~ ' days ago')
    ]) }}
  end as message
from latest
where {{ dbt_nn._only_failing("trained_at is null\n  or trained_at < '" ~ earliest.strftime('%Y-%m-%d %H:%M:%S') ~ "'") }}
{%- endmacro %}
