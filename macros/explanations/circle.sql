{# CTEs to `encoded`: the rows to read with their places from 0, and `row_counts`, how many there are. #}
{% macro _rows_in_a_circle(asked) -%}
{%- set network = asked.network -%}
{%- set lookups = dbt_nn._lookups(network) -%}
{{ dbt_nn._categories_to_look_up(lookups) }}source as (
  select
    {{ dbt_nn._raw_columns(network, asked.columns) | join(',\n') | indent(4) }},
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
encoded as (
  select
    place,
    {%- if asked.label_value %}
    label,
    {%- endif %}
    {%- for name in dbt_nn._target_columns(network) %}
    constants.{{ name }},
    {%- endfor %}
    {{ dbt_nn._input_columns(network) | join(',\n') | indent(4) }}
  from {{ 'looked_up' if lookups else 'placed' }}
  cross join constants
  cross join shape
  where shape.is_as_compiled
  {%- if asked.max_rows is not none %}
    and place < {{ asked.max_rows }}
  {%- endif %}
  {{- network.warehouse.fence }}
),

row_counts as (
  select count(*) as row_count from encoded
)
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
{% macro _target_columns(network) %}
  {% do return((['target_center', 'target_scale'] if network.target else []) + (['temperature'] if network.has_temperature else [])) %}
{% endmacro %}
