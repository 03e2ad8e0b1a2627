{#
  CTEs to `pieces_<layer>`: the pieces of `relation`, cut where a unit of the layer bends. Between two cuts of the layers before, its sums
  are straight lines, so that two sums tell the place of a zero.
#}
{% macro _cut(asked, layer, relation) -%}
{%- set l = layer.layer -%}
{%- set columns = ['example_number'] + dbt_nn._names_carried(asked) + ['t_from', 't_to'] -%}
{%- set starts = [] -%}
{%- set sums = [] -%}
{%- set cuts = [] -%}
{%- for unit in range(1, layer.outputs + 1) -%}
  {%- do sums.append('sum_' ~ l ~ '_' ~ unit) -%}
  {%- do starts.append('start_sum_' ~ l ~ '_' ~ unit) -%}
  {%- do cuts.append('cut_' ~ unit) -%}
{%- endfor -%}
{%- if l > 1 -%}
starts_{{ l }} as (
  {{ dbt_nn._pass_at(asked, relation, 't_from', layer, columns + dbt_nn._renamed(sums, 'start_')) | indent(2) }}
),

ends_{{ l }} as (
  {{ dbt_nn._pass_at(asked, 'starts_' ~ l, 't_to', layer, columns + starts + sums) | indent(2) }}
),

{% endif -%}
crossings_{{ l }} as (
  -- where on the piece a unit of layer {{ l }} bends, if it does
  select
    {{ columns | join(',\n') | indent(4) }},
    {%- for sum in sums %}
    {%- set start = starts[loop.index0] %}
    case when ({{ sum }} > 0) <> ({{ start }} > 0) then {{ start }} / ({{ start }} - {{ sum }}) end as {{ cuts[loop.index0] }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from {{ relation if l == 1 else 'ends_' ~ l }}
  {{- asked.network.warehouse.fence }}
),

places_{{ l }} as (
  {{ dbt_nn._elements(
    'crossings_' ~ l, columns + cuts, dbt_nn._array(cuts + [dbt_nn._number(1)], is_one_line=true), 'place'
  ) | indent(2) }}
),

spans_{{ l }} as (
  -- from the place before to each place
  select
    {{ columns | join(',\n') | indent(4) }},
    place,
    greatest(
      {{ dbt_nn._number(0) }},
      {%- for cut in cuts %}
      case
        when {{ cut }} < place or ({{ cut }} = place and {{ loop.index }} < position) then {{ cut }} else {{ dbt_nn._number(0) }}
      end{{ ',' if not loop.last }}
      {%- endfor %}
    ) as place_before
  from places_{{ l }}
  where place is not null
  {{- asked.network.warehouse.fence }}
),

pieces_{{ l }} as (
  select
    {{ columns[:-2] | join(',\n') | indent(4) }},
    t_from + (t_to - t_from) * place_before as t_from,
    t_from + (t_to - t_from) * place as t_to
  from spans_{{ l }}
  where place > place_before
  {{- asked.network.warehouse.fence }}
)
{%- endmacro %}


{% macro _renamed(names, prefix) %}
  {% set columns = [] %}
  {% for name in names %}
    {% do columns.append(name ~ ' as ' ~ prefix ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
