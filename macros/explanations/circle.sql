{#
  CTEs to `encoded`: the rows to read with their places from 0, and `row_counts`, how many there are. Of a fleet the rows of each network
  are a circle of their own, so that it is measured as it would be alone.
#}
{% macro _rows_in_a_circle(asked) -%}
{%- set network = asked.network -%}
{%- set lookups = dbt_nn._lookups(network) -%}
{%- set rows = 'looked_up' if lookups else 'placed' -%}
{{ dbt_nn._categories_to_look_up(lookups) }}source as (
  select
    {{ (dbt_nn._raw_columns(network, asked.columns) + dbt_nn._group_and_fold(network, asked.columns)) | join(',\n') | indent(4) }},
    {%- if asked.label_value %}
    {{ asked.label_value }} as label,
    {%- endif %}
    {{ dbt_nn._split_to_predict(network, asked.columns) }} as split
    {%- if asked.id %},
    {{ asked.id }} as example_id
    {%- endif %}
  from dbt_nn_examples
  {{- network.warehouse.fence }}
),

placed as (
  -- in the order of a hash, as a shuffle that is the same everywhere
  select
    *,
    row_number() over (order by {{ dbt_nn._place_in_circle(asked) | indent(4) }}) - 1 as place
  from source
  {{- '\n  where ' ~ asked.conditions | join('\n    and ') if asked.conditions }}
),

{% if lookups -%}
looked_up as (
  {{ dbt_nn._rows_looked_up(network, lookups, 'placed') | indent(2) }}
),

{% endif -%}
{{ dbt_nn._answered(network, rows) }}encoded as (
  select
    {{ dbt_nn._places_in_circles(asked) | join(',\n') | indent(4) }},
    {%- if asked.label_value %}
    label,
    {%- endif %}
    {%- for name in dbt_nn._constants_of_answers(network) %}
    constants.{{ name }},
    {%- endfor %}
    {{ dbt_nn._input_columns(network) | join(',\n') | indent(4) }}
  from {{ 'answered' if network.fleet else rows }}
  {{ dbt_nn._joined_to_network(network, ['constants.network_key'], 'inner') | indent(2) }}
  cross join shape
  where shape.is_as_compiled
  {%- if asked.max_rows is not none %}
    and {{ 'answered.place' if network.fleet else 'place' }} < {{ asked.max_rows }}
  {%- endif %}
  {{- dbt_nn._fence_behind_weights(network) }}
),

row_counts as (
  {%- if network.fleet %}
  select answered_by, count(*) as row_count
  from encoded
  group by answered_by
  {%- else %}
  select count(*) as row_count from encoded
  {%- endif %}
)
{%- endmacro %}


{# A row's place; of a fleet among the rows of its network, and whose they are. #}
{% macro _places_in_circles(asked) %}
  {% if not asked.network.fleet %}
    {% do return(['place']) %}
  {% endif %}
  {% do return([
    'row_number() over (partition by members.network_key order by answered.place) - 1 as place',
    'answered.place as example_number', 'answered.answering_key', 'members.network_key as answered_by'
  ]) %}
{% endmacro %}


{# What goes with the rows of a fleet to their predictions. #}
{% macro _columns_of_places(network) %}
  {% do return(['example_number', 'answering_key', 'answered_by'] if network.fleet else []) %}
{% endmacro %}


{# The key that answers stand under; restarts that answer together have the one of their rows. #}
{% macro _key_of_answer(network) -%}
  {%- do return(
    "cast('' as " ~ dbt.type_string() ~ ')' if not network.fleet else 'answering_key' if network.fleet.combine == 'mean' else 'answered_by'
  ) -%}
{%- endmacro %}


{# CTEs from `inputs` to `answers`, and the relation to read then. `copies` are the columns that tell the copies of an example apart. #}
{% macro _answers_of_copies(network, copies, further=[]) -%}
{%- set carried = copies + further + dbt_nn._columns_of_places(network) + dbt_nn._constants_of_answers(network) -%}
{{ dbt_nn._forward_pass(network, 'inputs', carried) }}
{{- dbt_nn._combined_answers(dict(network, has_interval=false), carried, copies) if network.fleet }}
{%- endmacro %}


{% macro _answers_read(network) -%}
  {%- do return('combined\n  where answer_place = 1' if network.fleet and network.fleet.combine == 'mean' else 'answers') -%}
{%- endmacro %}


{# The hash of the id; without one of the whole row, of which equal ones may stand in any order. #}
{% macro _place_in_circle(asked) -%}
  {%- set seed = dbt_nn._literal(asked.hashed_as ~ '-' ~ asked.random_seed ~ '-') -%}
  {%- if asked.id -%}
    {%- do return(dbt_nn._digest(dbt.concat([seed, 'example_id'])) ~ ', example_id') -%}
  {%- endif -%}
  {%- set parts = [seed] -%}
  {%- for index in asked.network.sources -%}
    {%- do parts.append("coalesce(cast(raw_" ~ index ~ " as " ~ dbt.type_string() ~ "), '')") -%}
    {%- do parts.append("'-'") -%}
  {%- endfor -%}
  {%- set label = ['cast(label as ' ~ dbt.type_string() ~ ')'] if asked.label_value else [] -%}
  {%- do return(dbt_nn._digest(dbt.concat(parts + label))) -%}
{%- endmacro %}


{# The constants that answers are made with. #}
{% macro _constants_of_answers(network) %}
  {% do return(
    (['target_center', 'target_scale'] if network.target else []) + (['temperature'] if network.has_temperature else [])
    + dbt_nn._class_flags(network)
  ) %}
{% endmacro %}
