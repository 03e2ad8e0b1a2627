{#
  CTEs to `tops_<n>`: the places of the n largest contributions, of equal ones the first. A pass for each reads the row only; a window over
  the long rows would sort them all.
#}
{% macro _largest_contributions(asked, features) -%}
{%- for rank in range(1, asked.top + 1) -%}
{%- set sizes = [] -%}
{%- for k in range(1, features + 1) -%}
  {%- do sizes.append('size_' ~ rank ~ '_' ~ k) -%}
{%- endfor -%}
sizes_{{ rank }} as (
  select
    *,
    {%- for k in range(1, features + 1) %}
    {{ dbt_nn._size_left(k, rank) }} as {{ sizes[k - 1] }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ 'rested' if rank == 1 else 'tops_' ~ (rank - 1) }}
  {{- asked.network.warehouse.fence }}
),

tops_{{ rank }} as (
  select
    *,
    {{ dbt_nn._place_of_largest(sizes) | indent(4) }} as place_{{ rank }}
  from sizes_{{ rank }}
  {{- asked.network.warehouse.fence }}
)
{{- ',\n\n' if not loop.last }}
{%- endfor -%}
{%- endmacro %}


{# The size of a contribution, or less than any where it is taken already. #}
{% macro _size_left(k, rank) -%}
  {%- if rank == 1 -%}
    {%- do return('abs(contribution_' ~ k ~ ')') -%}
  {%- endif -%}
  {%- set before = 'size_' ~ (rank - 1) ~ '_' ~ k -%}
  {%- do return('case when place_' ~ (rank - 1) ~ ' = ' ~ k ~ ' then ' ~ dbt_nn._number(-1) ~ ' else ' ~ before ~ ' end') -%}
{%- endmacro %}


{# The number of the largest of some expressions, of equal ones the first. #}
{% macro _place_of_largest(expressions) -%}
{%- if expressions | length == 1 -%}
1
{%- else -%}
case greatest({{ expressions | join(', ') }})
  {%- for expression in expressions %}
  when {{ expression }} then {{ loop.index }}
  {%- endfor %}
end
{%- endif -%}
{%- endmacro %}


{# How many features of a row are kept; none for all. Every one of them is a pass over all contributions. #}
{% macro _top_to_keep(where, top, features) %}
  {% if top is none or top >= features %}
    {% do return(none) %}
  {% endif %}
  {% set most = [10000 // features, 1] | max %}
  {% if top > most %}
    {% do dbt_nn._raise_problems(where, ["top is " ~ top ~ ", but the network has " ~ features ~ " features; accepted: at most " ~ most
      ~ ", or none for all of them"]) %}
  {% endif %}
  {% do return(top) %}
{% endmacro %}
