{#
  The encoded rows of some networks of a fleet: as _encoded_examples has them, with the row_key of their network, whose constants encode
  them. `members` is the table of the networks, `start` that of the parameters of those that are trained together.
#}
{% macro _fleet_examples(network, source, fleet, members, start, counts) -%}
{%- set lookups = dbt_nn._lookups(network) -%}
{%- set rows = 'looked_up' if lookups else 'source' -%}
with source as (

{{ source }}

),

{% if lookups -%}
{{ dbt_nn._looked_up(lookups, network.is_weighted) }},

{% endif -%}
members as (
  select *
  from {{ members }}
  where row_key in (select network_key from {{ start }})
),

member_rows as (
  {{ dbt_nn._member_rows(fleet, rows, dbt_nn._is_row_of_fleet(network)) | indent(2) }}
)
{%- if network.is_weighted %},

weights as (
  -- how much the rows of each network's splits count together
  select
    row_key,
    sum(case when member_split = 'train' then weight end) as train_weight,
    sum(case when member_split = 'validation' then weight end) as validation_weight
  from member_rows
  group by row_key
)
{%- endif %}

select
  member_rows.row_key,
  {{ dbt_nn._input_columns(network) | join(',\n') | indent(2) }},
  {%- for class in network.classes %}
  {{ dbt_nn._indicator('raw_label = ' ~ dbt_nn._literal(class)) }} as is_class_{{ loop.index }},
  {%- else %}
  {{ '(raw_target - target_center) / target_scale' if network.target else 'raw_target' }} as target,
  {%- endfor %}
  {%- if counts.validation %}
  {{ dbt_nn._share_of_member(network, 'validation') }} as validation_share,
  {%- endif %}
  {%- if network.keeps_id %}
  example_id,
  {%- endif %}
  {%- if network.batch_size %}
  {%- if network.is_weighted %}
  weight,
  {%- endif %}
  case when member_split = 'train' then {{ dbt_nn._number(1) }} else {{ dbt_nn._number(0) }} end as is_train
  {%- else %}
  {{ dbt_nn._share_of_member(network, 'train') }} as train_share
  {%- endif %}
from member_rows
inner join members on member_rows.row_key = members.row_key
{%- if network.is_weighted %}
inner join weights on member_rows.row_key = weights.row_key
{%- endif %}
where member_split in ('train', 'validation')
{%- endmacro %}


{# What a row counts in the mean over its network's split; 0 where it is in another one. #}
{% macro _share_of_member(network, split) -%}
  {%- set share = 'weight / ' ~ split ~ '_weight' if network.is_weighted else dbt_nn._number(1) ~ ' / ' ~ split ~ '_rows' -%}
  {%- do return("case when member_split = '" ~ split ~ "' then " ~ share ~ ' else ' ~ dbt_nn._number(0) ~ ' end') -%}
{%- endmacro %}
