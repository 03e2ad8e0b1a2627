{#
  CTEs to `grid`: grid_value, as the result has it, and the feature's raw column with those that its encodings read. Values that are not
  known before are looked for among the training rows of the examples, among all where there are none of those: of a number or a date its
  quantiles, of a text the most frequent ones. Of a fleet, each network has those of the rows that it answers, by their answering_key.
#}
{% macro _grid(asked) -%}
{%- set index = asked.feature.index -%}
{%- set raw = 'raw_' ~ index -%}
{%- set key = ['answering_key'] if asked.network.fleet and not asked.grid_values else [] -%}
{%- set partition = dbt_nn._partition_by(key) -%}
{%- set value = raw if asked.feature.kind == 'number' else dbt_nn._text_of_raw(asked.feature, asked.network) -%}
{%- if asked.grid_values -%}
grid_rows as (
  {%- for literal in asked.grid_values %}
  select {{ literal }} as {{ raw }}
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
),
{%- else -%}
training_rows as (
  select
    {{ (key + [raw]) | join(',\n') | indent(4) }},
    split,
    max(case when split = 'train' then 1 else 0 end) over ({{ partition | trim }}) as has_training_rows
  from {{ 'answered' if key else 'source' }}
  where {{ raw }} is not null
  {%- if key %}
    and answering_key is not null
  {%- endif %}
),

{{ dbt_nn._most_frequent_values(asked, raw, key) if asked.feature.kind == 'text' else dbt_nn._values_at_points(asked, raw, key) }},
{%- endif %}

grid as (
  -- numbered, because not every warehouse makes partitions of doubles
  select
    row_number() over ({{ partition }}order by {{ raw }}) as grid_number,
    {{ (key + [raw, value ~ ' as grid_value'] + dbt_nn._columns_of_encodings(asked.feature, raw, index)) | join(',\n') | indent(4) }}
  from grid_rows
)
{%- endmacro %}


{% macro _values_at_points(asked, raw, key) -%}
{%- set partition = dbt_nn._partition_by(key) -%}
values_in_order as (
  select
    {{ (key + [raw]) | join(',\n') | indent(4) }},
    row_number() over ({{ partition }}order by {{ raw }}) as value_place,
    count(*) over ({{ partition | trim }}) as value_count
  from training_rows
  where split = 'train' or has_training_rows = 0
),

grid_rows as (
  select distinct {{ (key + [raw]) | join(', ') }}
  from values_in_order
  inner join {{ dbt_nn._series(1, asked.grid, 'point') }} as points
    on value_place = ceil((point - {{ dbt_nn._number(0.5) }}) * value_count / {{ asked.grid }})
)
{%- endmacro %}


{# Of equally frequent ones the first by name. #}
{% macro _most_frequent_values(asked, raw, key) -%}
counted_values as (
  select {{ (key + [raw]) | join(', ') }}, count(*) as row_count
  from training_rows
  where split = 'train' or has_training_rows = 0
  group by {{ (key + [raw]) | join(', ') }}
),

values_in_order as (
  select
    {{ (key + [raw]) | join(',\n') | indent(4) }},
    row_number() over ({{ dbt_nn._partition_by(key) }}order by row_count desc, {{ dbt_nn._by_code_point(raw) }}) as value_place
  from counted_values
),

grid_rows as (
  select {{ (key + [raw]) | join(', ') }} from values_in_order where value_place <= {{ asked.grid }}
)
{%- endmacro %}
