{#
  Which network of a fleet answers an example: that of its group and fold; where there is none, that of all groups if there is one. Of one
  network there is nothing to find.
#}
{% macro _group_and_fold(shape, columns) %}
  {% set found = [dbt_nn._group_of_example(shape, columns) ~ ' as group_key'] if shape.fleet else [] %}
  {% do found.append(dbt_nn._fold_of_example(shape, columns) ~ ' as fold') if shape.fleet and shape.fleet.folds %}
  {% do return(found) %}
{% endmacro %}


{# The names of the columns that it is found by. #}
{% macro _columns_of_answering(shape) %}
  {% set groups = shape.fleet.group_by | map(attribute='name') | list if shape.fleet else [] %}
  {% do return(groups + ([shape.fleet.fold_by.name] if shape.fleet and shape.fleet.folds else [])) %}
{% endmacro %}


{# The CTE `answered`, of a fleet. #}
{% macro _answered(shape, relation) -%}
{%- if shape.fleet -%}
answered as (
  -- every example with the key of the rows that its network was trained for
  {{ dbt_nn._answered_examples(shape.fleet, relation) | indent(2) }}
),

{% endif -%}
{%- endmacro %}


{#
  From the examples to what is read of their network: a CTE with a row for each network, by the column that has its key. `kind` is that of
  the join where there are several networks: a left one keeps the examples that none answers.
#}
{% macro _joined_to_network(shape, keys, kind='left') -%}
{%- set joins = [kind ~ ' join members on answered.answering_key = members.row_key'] if shape.fleet else [] -%}
{%- for key in keys -%}
  {%- set relation = key.split('.')[0] -%}
  {%- do joins.append(
    kind ~ ' join ' ~ relation ~ ' on members.network_key = ' ~ key if shape.fleet else 'cross join ' ~ relation
  ) -%}
{%- endfor -%}
{%- do return(joins | join('\n')) -%}
{%- endmacro %}


{# From rows that know the key of their network to its weights. #}
{% macro _weights_of(shape, key, kind='inner') -%}
  {%- do return(kind ~ ' join weights on ' ~ key ~ ' = weights.network_key' if shape.fleet else 'cross join weights') -%}
{%- endmacro %}


{% macro _fence_behind_weights(shape) -%}
  {%- do return(shape.warehouse.join_fence or shape.warehouse.fence if shape.fleet else shape.warehouse.fence) -%}
{%- endmacro %}


{# Every example with the key of the rows that its network was trained for; null where there is no network. #}
{% macro _answered_examples(fleet, relation) -%}
{%- set averaged = fleet.get('averaged_folds', 0) -%}
{%- set has_folds = fleet.folds or averaged -%}
{%- set fold = dbt.concat([
  "'fold='", 'cast(' ~ ('member_fold' if averaged else dbt_nn._answering_fold(fleet.fold_by)) ~ ' as ' ~ dbt.type_string() ~ ')'
]) if has_folds else '' -%}
{%- set own = dbt.concat(['group_key', "', '", fold]) if has_folds and fleet.group_by else fold if has_folds else 'group_key' -%}
{%- set has_common = fleet.unknown == 'all' -%}
select
  {{ relation }}.*,
  {{ 'coalesce(own.row_key, common.row_key)' if has_common else 'own.row_key' }} as answering_key
from {{ relation }}
{%- if averaged %}
cross join {{ dbt_nn._series(1, averaged, 'member_fold') }} as folds
{%- endif %}
left join (select distinct row_key from members) as own on {{ own }} = own.row_key
{%- if has_common %}
left join (select distinct row_key from members) as common on {{ fold if has_folds else "''" }} = common.row_key
{%- endif %}
{%- endmacro %}


{% macro _answering_members(network='network') -%}
-- the networks that answer, and the key of the rows that each was trained for
select network_key, coalesce(output_name, '') as row_key
from {{ network }}
where role = 'member' and input_name = 'answers'
{%- endmacro %}


{# The key of an example's group, from its columns. #}
{% macro _group_of_example(shape, columns) -%}
  {%- set groups = [] -%}
  {%- for group in shape.fleet.group_by -%}
    {%- set column = dbt_nn._column_to_read(columns, group.name) -%}
    {%- do groups.append(dbt_nn._group_column(dict(column, type=column.type or group.type), group.name)) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._group_key(groups)) -%}
{%- endmacro %}


{# The fold of an example, see examples/folds.sql; of a class where the examples have the label. #}
{% macro _fold_of_example(shape, columns) -%}
  {%- set rule = shape.fleet.fold_by -%}
  {%- set column = dbt_nn._column_to_read(columns, rule.name) -%}
  {%- set label = dbt_nn._column_to_read(columns, shape.label) -%}
  {%- do return(dbt_nn._held_fold(rule, {
    'id': dbt_nn._drifted_id(rule.type, column).text if rule.way != 'time' else '',
    'label': dbt_nn._drifted_label(shape, label) if rule.way == 'class' and label.type else '',
    'time': dbt_nn._drifted_time(rule.type, column).number if rule.way == 'time' else ''
  })) -%}
{%- endmacro %}


{#
  Which networks of a fleet with folds answer: own, that of the example's fold, or mean: all of its group, whose answers are averaged like
  those of restarts. Then no fold is read or shown, and rows that trained stay what they are in the split.
#}
{% macro _with_members(shape, members, network, where) %}
  {% if members is not string or members not in ['own', 'mean'] %}
    {% do dbt_nn._raise_problems(where, [dbt_nn._wrong('members', members, "own, mean")]) %}
  {% endif %}
  {% if shape is none or members == 'own' %}
    {% do return(shape) %}
  {% elif not shape.fleet or not shape.fleet.folds %}
    {% do dbt_nn._raise_problems(where, ["members is mean, which averages the networks of folds, but " ~ network
      ~ " has none; train it with folds, or remove members"]) %}
  {% endif %}
  {% do return(dict(shape, fleet=dict(shape.fleet, folds=0, averaged_folds=shape.fleet.folds, combine='mean'))) %}
{% endmacro %}


{# Of time, every network trained on the first block, and what comes after all blocks is answered by the last network. #}
{% macro _answering_fold(rule) -%}
  {%- do return('case when fold = 0 then 1 else coalesce(fold, ' ~ rule.folds ~ ') end' if rule.way == 'time' else 'fold') -%}
{%- endmacro %}


{# The split and the fold that predictions show: the network that answers has not seen a row of a fold. #}
{% macro _split_and_fold(fleet) %}
  {% if not fleet.folds %}
    {% do return(['split']) %}
  {% endif %}
  {% set is_held = "split = 'train' and fold > 0" if fleet.fold_by.way == 'time' else "split = 'train'" %}
  {% do return([
    "case when " ~ is_held ~ " then 'validation' else split end as split",
    'nullif(fold, 0) as fold' if fleet.fold_by.way == 'time' else 'fold'
  ]) %}
{% endmacro %}
