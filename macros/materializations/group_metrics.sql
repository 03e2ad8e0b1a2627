{#
  The metrics of the candidate's networks and the standing ones on the same rows, as in candidate_metric.sql, but group by group:
    {group_key: {split, rows, candidate, standing, incomparable}} of the groups whose networks this training made.
  `standing` is the shape of the standing fleet, or none.
#}
{% macro _measured_groups(prepared, promotion, candidate, shape, standing) %}
  {% set stands = prepared.standing.relation if standing else none %}
  {% set measured = {} %}
  {% if shape.fleet.unknown == 'all' %}
    {# The network of all groups answers for all rows here, or it would be measured on those that no other network answers. #}
    {% set of_all = dict(shape, fleet=dict(shape.fleet, group_by=[], unknown='null')) %}
    {% set standing_of_all = dict(standing, fleet=dict(standing.fleet, group_by=[], unknown='null')) if standing else none %}
    {% do measured.update(dbt_nn._metrics_of_groups(prepared, promotion, candidate, of_all, stands, standing_of_all)) %}
  {% endif %}
  {% set of_groups = dict(shape, fleet=dict(shape.fleet, unknown='null')) %}
  {% set standing_of_groups = dict(standing, fleet=dict(standing.fleet, unknown='null')) if standing else none %}
  {% do measured.update(dbt_nn._metrics_of_groups(prepared, promotion, candidate, of_groups, stands, standing_of_groups)) %}
  {% do return(measured) %}
{% endmacro %}


{% macro _metrics_of_groups(prepared, promotion, candidate, shape, stands, standing) %}
  {% set new = dbt_nn._query(dbt_nn._new_groups(candidate, shape)).rows | map(attribute=0) | list %}
  {% set is_new = dbt_nn._is_held_out(standing, prepared) if standing else '1 = 0' %}
  {% set counts = {} %}
  {% set splits = [] %}
  {% for row in dbt_nn._query(dbt_nn._group_rows_to_judge(shape, prepared, is_new)).rows %}
    {% do counts.setdefault(row[0], {}).update({row[1]: {'rows': row[2] | int, 'comparable': row[3] | int}}) %}
    {% do splits.append(row[1]) %}
  {% endfor %}
  {% set split = promotion.split or ('test' if 'test' in splits else 'validation') %}
  {% set rows = dbt_nn._rows_of_groups(shape, prepared, candidate, split, is_new) %}
  {% set columns = prepared.columns + [dbt_nn._column_of_group()] %}
  {% set new_values = dbt_nn._metric_by_group(candidate, shape, rows, columns, prepared, promotion) %}
  {% set standing_values = {} %}
  {% set standing_groups = [] %}
  {% if standing %}
    {% set standing_groups = dbt_nn._query(dbt_nn._answering_groups(stands)).rows | map(attribute=0) | list %}
    {% set standing_values = dbt_nn._metric_by_group(
      stands, standing, dbt_nn._rows_that_stand(rows, stands), columns, prepared, promotion
    ) %}
  {% endif %}
  {% set measured = {} %}
  {% for group in new %}
    {% set count = counts.get(group, {}).get(split, {'rows': 0, 'comparable': 0}) %}
    {% set is_compared = group in standing_values and count.comparable >= 30 %}
    {% do measured.update({group: {
      'split': split,
      'rows': count.comparable if is_compared else count.rows,
      'stands': group in standing_groups,
      'candidate': new_values.get(group),
      'standing': standing_values[group] if is_compared else none,
      'incomparable': (dbt_nn._with_commas(count.comparable) ~ ' of them were not used to train the standing network, and 30 are needed to '
        ~ 'compare') if group in standing_groups and not is_compared else ''
    }}) %}
  {% endfor %}
  {% do return(measured) %}
{% endmacro %}


{# The groups with a network of this training that answers. #}
{% macro _new_groups(candidate, shape) -%}
with members as (
  select
    network_key,
    max(case when input_name = 'group_key' then coalesce(output_name, '') end) as group_key,
    max(case when input_name = 'is_kept' then value end) as is_kept,
    max(case when input_name = 'network_version' then value end) as network_version
  from {{ candidate }}
  where role = 'member'
  group by network_key
)

select group_key
from members
where is_kept = 1
  and network_version = (
    select max(value) from {{ candidate }} where role = 'training' and input_name = 'network_version'
  )
  and group_key {{ '<>' if shape.fleet.group_by else '=' }} ''
group by group_key
order by {{ dbt_nn._by_code_point('group_key') }}
{%- endmacro %}


{# The examples' own columns travel; this one is ours. #}
{% macro _column_of_group() %}
  {% do return({'name': 'dbt_nn_group', 'quoted': 'dbt_nn_group', 'type': dbt.type_string()}) %}
{% endmacro %}


{# The held-out rows of the candidate's groups, each with its group, and whether the standing network was not trained on it. #}
{% macro _held_out_by_group(shape, prepared, is_new) -%}
select
  rows_to_judge.*,
  {{ dbt_nn._group_of_example(shape, prepared.columns) }} as dbt_nn_group,
  {{ dbt_nn._split_to_judge(shape, prepared.columns) }} as dbt_nn_split,
  case when {{ is_new }} then 1 else 0 end as dbt_nn_is_new
from {{ dbt_nn._labelled_examples(
  shape, prepared, dbt_nn._split_to_judge(shape, prepared.columns) ~ " in ('validation', 'test')"
) }}
{%- endmacro %}


{# How many rows each group has in each held-out split, and how many of them the standing network was not trained on. #}
{% macro _group_rows_to_judge(shape, prepared, is_new) -%}
select
  dbt_nn_group,
  dbt_nn_split,
  count(*) as row_count,
  sum(dbt_nn_is_new) as comparable_rows
from (
  {{ dbt_nn._held_out_by_group(shape, prepared, is_new) | indent(2) }}
) as held_out
group by 1, 2
{%- endmacro %}


{#
  The rows of a split that the candidate's networks answer, as something to select from: of a group that can be compared, those that the
  standing network was not trained on.
#}
{% macro _rows_of_groups(shape, prepared, candidate, split, is_new) -%}
(
  select {{ (prepared.columns | map(attribute='quoted') | list + ['dbt_nn_group']) | join(', ') }}
  from (
    select *, sum(dbt_nn_is_new) over (partition by dbt_nn_group) as dbt_nn_new_rows
    from (
      {{ dbt_nn._held_out_by_group(shape, prepared, is_new) | indent(6) }}
    ) as held_out
    where dbt_nn_split = '{{ split }}'
      and {{ dbt_nn._is_of_answering_group('dbt_nn_group', candidate) }}
  ) as counted
  where dbt_nn_is_new = 1 or dbt_nn_new_rows < 30
) as rows_to_judge
{%- endmacro %}


{% macro _rows_that_stand(rows, stands) -%}
(
  select *
  from {{ rows }}
  where {{ dbt_nn._is_of_answering_group('dbt_nn_group', stands) }}
) as rows_to_judge
{%- endmacro %}


{% macro _is_of_answering_group(column, relation) -%}
{{ column }} in (
  {{ dbt_nn._answering_groups(relation) | indent(2) }}
)
{%- endmacro %}


{% macro _answering_groups(relation) -%}
select distinct coalesce(output_name, '')
from {{ relation }}
where role = 'member' and input_name = 'group_key' and network_key in (
  select network_key from {{ relation }} where role = 'member' and input_name = 'answers'
)
{%- endmacro %}
