{#
  Contributions along a path in pieces. A piece is a row: the example, its own inputs as end_x_<k>, the baseline's as start_x_<k>, and the
  part of the path from t_from to t_to; of nodes, its place t and its weight.
#}
{% macro _path_in_pieces(asked) -%}
{%- set network = asked.network -%}
ends as (
  -- every example once, without the weights
  select
    {{ (dbt_nn._piece_columns(asked) + dbt_nn._first_sums(asked)) | join(',\n') | indent(4) }}
  from explained
  {{- network.warehouse.fence }}
),

{{ dbt_nn._pieces_of_path(asked) }},

slopes as (
  -- what the score changes by with every input, times the length of the piece
  {{ dbt_nn._slopes_of_pieces(asked) | indent(2) }}
),

gathered as (
  select
    {%- for name in dbt_nn._names_carried(asked) %}
    {{ dbt_nn._same_value(name) }} as {{ 'network_key' if name == 'key_of_network' else name }},
    {%- endfor %}
    {%- for name in network.features %}
    sum(slope_{{ loop.index }}) as slope_{{ loop.index }}{{ ',' if not loop.last }}
    {%- endfor %}
  from slopes
  group by example_number
),

contributions as (
  -- added up to the columns of the examples
  select
    {{ dbt_nn._answers_carried(asked) | join(',\n') | indent(4) }},
    {{ dbt_nn._contributions(network, 'end_x_', 'slope') | join(',\n') | indent(4) }}
  from gathered
)
{%- endmacro %}


{# The names of what a piece carries of its example. #}
{% macro _names_carried(asked) %}
  {% set network = asked.network %}
  {% set names = (['temperature'] if network.classes else []) + (['target_scale'] if network.target else []) %}
  {% for name in dbt_nn._answers_carried(asked) %}
    {# The weights bring their own key along. #}
    {% do names.append('key_of_network' if name == 'network_key' else name) %}
  {% endfor %}
  {% for prefix in ['end_x_', 'start_x_'] %}
    {% for name in network.features %}
      {% do names.append(prefix ~ loop.index) %}
    {% endfor %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The same as columns of `explained`, where an example's inputs are x_<k> yet. #}
{% macro _piece_columns(asked) %}
  {% set columns = [dbt_nn._number_of_row() ~ ' as example_number'] %}
  {% for name in dbt_nn._names_carried(asked) %}
    {% set known = name[4:] if name[:4] == 'end_' else 'network_key' if name == 'key_of_network' else name %}
    {% do columns.append(name if known == name else known ~ ' as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The sums of the first layer at both ends, where they tell where to cut. #}
{% macro _first_sums(asked) %}
  {% set columns = [] %}
  {% if asked.cuts and asked.cuts[0].layer == 1 %}
    {% for unit in range(1, asked.cuts[0].outputs + 1) %}
      {% do columns.extend(['sum_1_' ~ unit, 'start_sum_1_' ~ unit]) %}
    {% endfor %}
  {% endif %}
  {% do return(columns + [dbt_nn._number(0) ~ ' as t_from', dbt_nn._number(1) ~ ' as t_to']) %}
{% endmacro %}


{# The CTEs to `pieces`. #}
{% macro _pieces_of_path(asked) -%}
{%- if asked.path == 'nodes' -%}
{{ dbt_nn._pieces_at_nodes(asked) }}
{%- elif asked.path == 'steps' -%}
{{ dbt_nn._pieces_in_steps(asked) }}
{%- else -%}
{%- for layer in asked.cuts -%}
{{ dbt_nn._cut(asked, layer, 'ends' if loop.first else 'pieces_' ~ asked.cuts[loop.index0 - 1].layer) }}
{{- ',\n\n' }}
{%- endfor -%}
pieces as (
  select * from pieces_{{ asked.cuts[-1].layer }}
)
{%- endif -%}
{%- endmacro %}


{# Steps of equal length. #}
{% macro _pieces_in_steps(asked) -%}
pieces as (
  select
    example_number,
    {{ dbt_nn._names_carried(asked) | join(',\n') | indent(4) }},
    {{ dbt_nn._number(1) }} * (step - 1) / {{ asked.steps }} as t_from,
    {{ dbt_nn._number(1) }} * step / {{ asked.steps }} as t_to
  from ends
  cross join {{ dbt_nn._series(1, asked.steps, 'step') }} as steps
  {{- asked.network.warehouse.fence }}
)
{%- endmacro %}


{# Ten nodes of Gauss and Legendre in every panel: https://dlmf.nist.gov/3.5#v #}
{% macro _pieces_at_nodes(asked) -%}
{%- set nodes = [
  ['0.013046735741414128', '0.03333567215434402'], ['0.06746831665550773', '0.07472567457529022'],
  ['0.16029521585048778', '0.10954318125799113'], ['0.2833023029353764', '0.13463335965499817'],
  ['0.4255628305091844', '0.1477621123573764']
] -%}
nodes as (
  -- places in a panel, from 0 to 1, and their weights
  {%- for node, weight in nodes %}
  select {{ dbt_nn._number(node) }} as node, {{ dbt_nn._number(weight) }} as node_weight
  union all
  select 1 - {{ dbt_nn._number(node) }}, {{ dbt_nn._number(weight) }}
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
),

pieces as (
  select
    example_number,
    {{ dbt_nn._names_carried(asked) | join(',\n') | indent(4) }},
    (panel - 1 + node) / {{ asked.steps // 10 }} as t,
    node_weight / {{ asked.steps // 10 }} as node_weight
  from ends
  cross join {{ dbt_nn._series(1, asked.steps // 10, 'panel') }} as panels
  cross join nodes
  {{- asked.network.warehouse.fence }}
)
{%- endmacro %}
