{#
  The candidate with the standing networks in the place of those that were refused. Where none stands, the group has no network, and its row
  of `dbt_nn.networks` says why.
#}
{% macro _with_standing_networks(query, refused, standing) -%}
{%- set columns = dbt_nn._network_columns() -%}
with candidate as (
  {{ query | indent(2) }}
),

refused as (
  select candidate.network_key, refused_groups.reason, refused_groups.stands
  from candidate
  inner join {{ refused }} as refused_groups on coalesce(candidate.output_name, '') = refused_groups.group_key
  where candidate.role = 'member' and candidate.input_name = 'group_key'
)

select {{ columns }}
from candidate
where not (
  {{ dbt_nn._is_own_row('select network_key from refused', 'select group_key from ' ~ refused) | indent(2) }}
)
{%- if standing %}

union all

-- the networks that stay
select {{ columns }}
from {{ standing }}
where {{ dbt_nn._is_own_row(
  "select network_key from " ~ standing ~ " where role = 'member' and input_name = 'group_key' "
  ~ "and coalesce(output_name, '') in (select group_key from " ~ refused ~ " where stands = 1)",
  "select group_key from " ~ refused ~ " where stands = 1"
) }}
{%- endif %}

union all

-- why a group has no network: its candidate was refused, and it has no standing network
select
  network_key, role, iteration, layer, input, input_name, output, output_name,
  case when input_name = 'is_kept' then 0 else value end as value
from candidate
where role = 'member' and input_name not in ('answers', 'reason', 'rows_mark') and network_key in (
  select network_key from refused where stands = 0
)

union all

select
  network_key, 'member', null, null, null, 'reason', null, {{ dbt.concat(["'refused by promote: '", 'reason']) }}, null
from refused
where stands = 0
{%- endmacro %}


{# Whether a row belongs to some networks or groups alone: under the key '' stands what all share, too. A group has its histograms. #}
{% macro _is_own_row(network_keys, group_keys) -%}
{%- set shared = ['option', 'training', 'split', 'fold', 'histogram', 'category', 'knot', 'class'] -%}
(
  network_key in ({{ network_keys }})
  and (network_key <> '' or role not in ('{{ shared | join("', '") }}'))
) or (role = 'histogram' and network_key in ({{ group_keys }}))
{%- endmacro %}
