{# The parameters before the first iteration of the networks of a fleet's part: drawn, or those of the networks that they start from. #}
{% macro _start_of_part(network, part, warm_start) -%}
{%- set keys = dbt_nn._keys_of_part(part) if network.has_keys else "select '' as network_key" -%}
{%- if warm_start is none -%}
  {%- do return(dbt_nn._init(network, '', keys if network.has_keys else '')) -%}
{%- endif -%}
{%- set fleet = warm_start.shape.fleet -%}
{%- set by_member = dbt_nn._starts_by_member(warm_start) -%}
{%- set starts -%}
select keys.*, start_keys.start_key
from (
  {{ keys | indent(2) }}
) as keys
{%- if by_member %}
inner join (
  {{ dbt_nn._start_keys(warm_start, part.restart) | indent(2) }}
) as start_keys
  on keys.network_key = start_keys.row_key
{%- elif fleet %}
cross join (
  {{ dbt_nn._start_keys(warm_start, part.restart) | indent(2) }}
) as start_keys
{%- else %}
cross join (
  select min(network_key) as start_key
  from {{ warm_start.relation }}
  where role = 'weight'
) as start_keys
{%- endif %}
{%- endset -%}
{%- set queries = ['select * from (\n' ~ dbt_nn._continued(network, warm_start, starts) ~ '\n) as continued'] -%}
{%- if by_member -%}
  {%- set unstarted -%}
select *
from (
  {{ keys | indent(2) }}
) as keys
where network_key not in (
  select row_key
  from (
    {{ dbt_nn._start_keys(warm_start, part.restart) | indent(4) }}
  ) as start_keys
)
  {%- endset -%}
  {%- do queries.append(
    '-- what has no network to start from\nselect * from (\n' ~ dbt_nn._init(network, '', unstarted) ~ '\n) as drawn'
  ) -%}
{%- endif -%}
{{ queries | join('\n\nunion all\n\n') }}
{%- endmacro %}


{# The warm start of a trial: its optimizer may not be the one whose state there is. #}
{% macro _warm_start_of(warm_start, options) %}
  {% if warm_start is none %}
    {% do return(none) %}
  {% endif %}
  {% set lost = dbt_nn._reason_to_begin_anew(warm_start.options, warm_start.found, options) %}
  {% do return(dict(warm_start, iteration=0 if lost else warm_start.found['iteration'] | int)) %}
{% endmacro %}
