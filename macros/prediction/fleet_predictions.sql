{#
  The predictions of a fleet: every example is answered by the network of its group and fold; where there is none, by that of all groups if
  there is one, else by nulls. Restarts that are combined answer together: their probabilities or numbers are averaged.
#}
{% macro _fleet_predictions(shape, network, examples, columns, is_literal) -%}
{%- set fleet = shape.fleet -%}
{%- set lookups = dbt_nn._lookups(shape) -%}
{%- set carried = dbt_nn._names_of_row(columns) + ['split'] + (['fold'] if fleet.folds else [])
  + (['example_number'] if fleet.combine == 'mean' else []) + ['answered_by'] + dbt_nn._constants_carried(shape)
  + dbt_nn._class_flags(shape) -%}
with dbt_nn_examples as (
  select * from {{ examples }}
),
{{ dbt_nn._fleet_written_out(shape, network) if is_literal else dbt_nn._network_read(shape, network, 'dbt_nn.predict') }}

source as (
  -- an example is carried as one value, so that its columns cannot clash with those of the network
  select
    {{ dbt_nn._whole_row('dbt_nn_examples', columns) | indent(4) }},
    {%- if fleet.combine == 'mean' %}
    {{ dbt_nn._number_of_row() }} as example_number,
    {%- endif %}
    {{ dbt_nn._raw_columns(shape, columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._group_and_fold(shape, columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._split_to_predict(shape, columns) }} as split
  from dbt_nn_examples
  {{- shape.warehouse.fence }}
),

{% if lookups -%}
{{ dbt_nn._categories_to_look_up(lookups, network, is_literal) }}looked_up as (
  {{ dbt_nn._rows_looked_up(shape, lookups, 'source') | indent(2) }}
),

{% endif -%}
{{ dbt_nn._answered(shape, 'looked_up' if lookups else 'source') }}inputs as (
  select
    {{ dbt_nn._names_of_row(columns) | join(',\n') | indent(4) }},
    {{ dbt_nn._split_and_fold(fleet) | join(',\n') | indent(4) }},
    {%- if fleet.combine == 'mean' %}
    example_number,
    {%- endif %}
    members.network_key as answered_by,
    {{ dbt_nn._input_columns(shape) | join(',\n') | indent(4) }},
    {%- for constant in dbt_nn._constants_carried(shape) %}
    constants.{{ constant }},
    {%- endfor %}
    {%- for flag in dbt_nn._class_flags(shape) %}
    constants.{{ flag }},
    {%- endfor %}
    weights.*
  from answered
  {{ dbt_nn._joined_to_network(shape, ['constants.network_key', 'weights.network_key']) | indent(2) }}
  {%- if not is_literal %}
  cross join shape
  where shape.is_as_compiled
  {%- endif %}
  {{- dbt_nn._fence_behind_weights(shape) }}
)
{{- dbt_nn._forward_pass(shape, 'inputs', carried) }}
{{- dbt_nn._combined_answers(shape, carried) }}

select
  {{ dbt_nn._columns_of_row(columns) | indent(2) }},
  {%- if not dbt_nn._has_split(shape, columns) %}
  split,
  {%- endif %}
  {{ dbt_nn._answers_of_fleet(shape) | join(',\n') | indent(2) }},
  {%- if fleet.folds %}
  fold,
  {%- endif %}
  cast(network_version as {{ dbt.type_int() }}) as network_version
from {{ 'combined' if fleet.combine == 'mean' else 'answers' }}
{%- if fleet.combine == 'mean' %}
where answer_place = 1
{%- endif %}
{%- if not columns %}
{{ 'and' if fleet.combine == 'mean' else 'where' }} {{
  dbt_nn._refuses_clashes(([] if dbt_nn._has_split(shape, columns) else ['split']) + dbt_nn._names_added(shape)) | indent(2)
}}
{%- endif %}
{%- endmacro %}


{# What `_network_read` is of a fleet; which networks answer comes with it. #}
{% macro _fleet_read(shape, network, where, further) -%}
network as (
  select * from {{ network }}
),

shape as (
  {{ dbt_nn._shape_check(shape, where) | indent(2) }}
),

members as (
  {{ dbt_nn._answering_members() | indent(2) }}
),

parameters as (
  select network.network_key, network.iteration, network.layer, network.input, network.output, network.value
  from network
  inner join members on network.network_key = members.network_key
  where network.role in ('weight', 'bias')
),

constants as (
  {{ dbt_nn._constants_of_fleet(shape, further) | indent(2) }}
  {{- shape.warehouse.fence }}
),

weights as (
  {{ dbt_nn._weights(shape, 'parameters') | indent(2) }}
),
{%- endmacro %}


{# A row for each network that answers: where its rows are its own, so are its constants. #}
{% macro _constants_of_fleet(shape, further=[]) -%}
-- one row per network: what fills a missing value, and what is taken off and divided by
select
  members.network_key,
  {{ (dbt_nn._constants_by_network(shape) + further) | join(',\n') | indent(2) }}
from network
inner join members
  on network.network_key = members.network_key
  {%- if not shape.fleet.has_keys %}
  or network.network_key = ''
  {%- endif %}
where layer = 0 or role in ('center', 'scale', 'class', 'temperature', 'residual_quantile', 'member')
group by members.network_key
{%- endmacro %}


{# The columns of those constants, as aggregates over the network's rows. #}
{% macro _constants_by_network(shape) %}
  {% set flags = [] %}
  {% for flag in dbt_nn._class_flags(shape) %}
    {% do flags.append("max(case when role = 'class' and output = " ~ loop.index ~ " then 1 else 0 end) as " ~ flag) %}
  {% endfor %}
  {% do return(
    dbt_nn._constants_of_target(shape) + dbt_nn._constants_of_validation(shape) + [dbt_nn._version_of_member()] + flags
    + dbt_nn._constant_columns(shape)
  ) %}
{% endmacro %}


{# The training that made the network: those whose rows did not change, and those that a promotion left, are older than the fleet. #}
{% macro _version_of_member() -%}
  {%- do return("max(case when role = 'member' and input_name = 'network_version' then value end) as network_version") -%}
{%- endmacro %}


{# Whether the rows that a network was trained on have a class: a class that they lack has no probability. #}
{% macro _class_flags(shape) %}
  {% set flags = [] %}
  {% for class in shape.classes if shape.fleet and shape.fleet.has_keys %}
    {% do flags.append('has_class_' ~ loop.index) %}
  {% endfor %}
  {% do return(flags) %}
{% endmacro %}


{#
  A further CTE where networks answer together, restarts or those of folds: the mean of an example, and of what else tells its copies apart.
  Those of folds have rows of their own, so their numbers are averaged in the label's units, and a class counts that any of them has.
#}
{% macro _combined_answers(shape, carried, copies=[]) -%}
{%- if shape.fleet.combine == 'mean' -%}
{%- set means = [] -%}
{%- set others = [] -%}
{%- set together = ' over (partition by ' ~ (copies + ['example_number']) | join(', ') ~ ')' -%}
{%- set of_folds = shape.fleet.get('averaged_folds', 0) > 0 -%}
{%- set units = ' * target_scale + target_center' if of_folds and shape.target else '' -%}
{%- for column in dbt_nn._loss_in(shape).read(shape) -%}
  {%- do means.append('avg(' ~ column ~ units ~ ')' ~ together ~ ' as ' ~ column) -%}
{%- endfor -%}
{%- for column in carried -%}
  {%- if column == 'residual_quantile' -%}
    {%- do means.append('avg(residual_quantile)' ~ together ~ ' as residual_quantile') -%}
  {%- elif units and column in ['target_center', 'target_scale'] -%}
    {%- do others.append(dbt_nn._number(0 if column == 'target_center' else 1) ~ ' as ' ~ column) -%}
  {%- elif of_folds and column in dbt_nn._class_flags(shape) + ['network_version'] -%}
    {%- do others.append('max(' ~ column ~ ')' ~ together ~ ' as ' ~ column) -%}
  {%- else -%}
    {%- do others.append(column) -%}
  {%- endif -%}
{%- endfor -%}
,

combined as (
  -- the mean of the {{ 'networks of all folds' if of_folds else 'restarts' }}
  select
    {{ (others + means) | join(',\n') | indent(4) }},
    row_number() over (
      partition by {{ (copies + ['example_number']) | join(', ') }}
      order by case when answered_by is null then 1 else 0 end, answered_by
    ) as answer_place
  from answers
)
{%- endif -%}
{%- endmacro %}


{# The columns that predictions add: null where no network answers, and a class that its rows lack has no probability. #}
{% macro _answers_of_fleet(shape) %}
  {% set columns = [] %}
  {% for column in dbt_nn._answer_columns(shape) %}
    {% set name = column.split(' as ')[-1] %}
    {% set value = column[:-(name | length + 4)] %}
    {% do columns.append('case when answered_by is not null then ' ~ value ~ ' end as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
