{#
  The networks of a fleet as a table: one row for each group and fold, with its rows, the constants of its encoding, and why it can't be
  trained, if it can't: `reason`.
#}
{% macro _members(network, source, fleet, is_weighted, warm_start) -%}
{%- set by_member = dbt_nn._starts_by_member(warm_start) -%}
{%- set columns = dbt_nn._columns_of_constants(network) + (['raw_target'] if not network.classes else []) -%}
with source as (

{{ source }}

),

hashed as (
  select source.*, {{ dbt_nn._row_hash('source') }} as row_hash
  from source
),

member_rows as (
  {{ dbt_nn._member_rows(fleet, 'hashed', dbt_nn._is_row_of_fleet(network)) | indent(2) }}
),
{% if is_weighted and columns %}
means as (
  -- every row counts by its weight
  select
    row_key
    {%- for column in columns %},
    {{ dbt_nn._mean_by_weight(column) }}
    {%- endfor %}
  from member_rows
  where member_split = 'train'
  group by row_key
),
{% endif %}
learned as (
  -- what is learned of the training rows of each network
  select
    member_rows.row_key
    {%- for column in columns %}
    {%- for name, value in dbt_nn._statistics_of(column, is_weighted).items() %},
    {{ value }} as {{ column }}_{{ name }}
    {%- endfor %}
    {%- endfor %}
  from member_rows
  {%- if is_weighted and columns %}
  inner join means on member_rows.row_key = means.row_key
  {%- endif %}
  where member_split = 'train'
  group by member_rows.row_key
),

counted as (
  select
    row_key,
    {{ "case when max(is_all) = 1 then '' else min(group_key) end" if fleet.group_by else "''" }} as group_key,
    {%- for column in fleet.group_by %}
    case when max(is_all) = 0 then min(group_{{ loop.index }}) end as group_{{ loop.index }},
    {%- endfor %}
    min(member_fold) as fold,
    {%- for split in ['train', 'validation', 'test'] %}
    sum(case when member_split = '{{ split }}' then 1 else 0 end) as {{ split }}_rows,
    {%- endfor %}
    {%- for class in network.classes %}
    sum(case when member_split = 'train' and raw_label = {{ dbt_nn._literal(class) }} then 1 else 0 end) as class_rows_{{ loop.index }},
    {%- endfor %}
    count(distinct case when member_split = 'train' then raw_label end) as label_values,
    -- the mark by which the next training recognizes the rows
    cast(coalesce(sum(row_hash), 0) as {{ dbt.type_string() }}) as rows_hash
  from member_rows
  group by row_key
)
{%- if by_member %},

starts as (
  -- of the networks to start from: their parameters mean nothing with other constants
  {{ dbt_nn._constants_of_starts(network, warm_start) | indent(2) }}
)
{%- endif %}

select
  counted.*,
  {%- for constant in dbt_nn._constants_of_members(network, warm_start) %}
  {%- set name = constant.role ~ '_' ~ constant.k %}
  {{ 'coalesce(start_' ~ name ~ ', ' ~ constant.value ~ ')' if by_member else constant.value }} as {{ name }},
  {%- endfor %}
  {%- for role, own in {'center': 'raw_target_mean', 'scale': 'raw_target_deviation'}.items() if network.target %}
  {%- if by_member %}
  coalesce(start_target_{{ role }}, {{ own }}) as target_{{ role }},
  {%- else %}
  {{ own if warm_start is none else dbt_nn._number(network.target[role]) }} as target_{{ role }},
  {%- endif %}
  {%- endfor %}
  case
    when train_rows < {{ fleet.minimum_examples }} then 'too few rows'
    when label_values < 2 then {{ "'one class only'" if network.classes else "'one value of the label only'" }}
    {%- if not network.classes %}
    when not raw_target_deviation > 0 then 'one value of the label only'
    {%- endif %}
  end as reason
from counted
left join learned on counted.row_key = learned.row_key
{%- if by_member %}
left join starts on counted.row_key = starts.row_key
{%- endif %}
{%- endmacro %}


{# The rows of a network of mean size: what is chosen for it is what is logged. #}
{% macro _mean_counts(fleet, encoding, description, query) %}
  {% set counts = encoding.counts %}
  {% if not fleet.has_keys %}
    {% do return(counts) %}
  {% endif %}
  {% set groups = 1 %}
  {% if fleet.group_by %}
    {% set groups = dbt_nn._query("select count(distinct group_key) from (\n\n" ~ dbt_nn._source(description, query)
      ~ "\n\n) as source where split = 'train'").rows[0][0] | int %}
  {% endif %}
  {% set share = (fleet.folds - 1) / fleet.folds if fleet.folds else 1 %}
  {% do return({
    'train': [1, (counts.train * share / groups) | int] | max, 'validation': (counts.validation * share / groups) | int,
    'test': (counts.test / groups) | int
  }) %}
{% endmacro %}


{#
  The networks that are trained, of the table of members: [{key, train, validation}], and the others in words. Many groups are counted
  before they are read.
#}
{% macro _members_read(members, fleet, options, kept, where) %}
  {% set times = fleet.trials | length * fleet.restarts %}
  {% set count = dbt_nn._query("select count(*) from " ~ members ~ " where reason is null").rows[0][0] | int %}
  {% if count * times > 10000 and not options.large_fleet %}
    {% do exceptions.raise_compiler_error(where ~ ": the fleet has " ~ dbt_nn._with_commas(count * times)
      ~ " networks; accepted: at most 10,000, or more with large_fleet=true") %}
  {% elif not count %}
    {% do exceptions.raise_compiler_error(where ~ ": no group can be trained: " ~ dbt_nn._members_left_out(members, fleet)) %}
  {% endif %}
  {% set found = [] %}
  {% for row in dbt_nn._query(
    "select row_key, train_rows, validation_rows from " ~ members ~ " where reason is null"
    ~ (" and row_key not in (" ~ kept ~ ")" if kept else "") ~ " order by " ~ dbt_nn._by_code_point('row_key')
  ).rows %}
    {% do found.append({'key': row[0] or '', 'train': row[1] | int, 'validation': row[2] | int}) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{# 5 have too few rows (fewer than 30 training rows, see minimum_examples): country=LI, country=MC, … '' if there are none. #}
{% macro _members_left_out(members, fleet) %}
  {% set texts = [] %}
  {% for row in dbt_nn._query(
    "select reason, count(*) as networks from " ~ members ~ " where reason is not null group by reason order by reason"
  ).rows %}
    {% set names = [] %}
    {% for named in dbt_nn._query("select row_key from " ~ members ~ " where reason = '" ~ row[0] ~ "' order by "
      ~ dbt_nn._by_code_point('row_key') ~ " limit 5").rows %}
      {% do names.append(named[0]) %}
    {% endfor %}
    {% do texts.append(dbt_nn._with_commas(row[1] | int) ~ (' has ' if row[1] | int == 1 else ' have ') ~ row[0]
      ~ (' (below ' ~ fleet.minimum_examples ~ ' training rows, see minimum_examples)' if row[0] == 'too few rows' else '')
      ~ ': ' ~ names | join('; ') ~ ('; …' if row[1] | int > 5 else '')) %}
  {% endfor %}
  {% do return(texts | join('. ')) %}
{% endmacro %}
