{# A pass through the layers at a place t of every piece, up to a hidden layer; `wanted` are the columns to leave of it. #}
{% macro _pass_at(asked, relation, t, last, wanted) -%}
{%- set network = dict(asked.network, layers=asked.network.layers[:last.layer + 1]) -%}
with {{ dbt_nn._units_at(asked, network, relation, t) }}

select
  {{ wanted | join(',\n') | indent(2) }}
from hidden_{{ last.layer }}
{{- network.warehouse.fence }}
{%- endmacro %}


{# CTEs from pieces to the last layer of `network`. #}
{% macro _units_at(asked, network, relation, t) -%}
inputs as (
  select
    {{ relation }}.*,
    {%- for name in network.features %}
    start_x_{{ loop.index }} + {{ t }} * (end_x_{{ loop.index }} - start_x_{{ loop.index }}) as x_{{ loop.index }},
    {%- endfor %}
    weights.*
  from {{ relation }}
  {{ dbt_nn._weights_of(network, relation ~ '.key_of_network', 'left') }}
  {{- dbt_nn._fence_behind_weights(network) }}
)
{{- dbt_nn._hidden_layers(network, 'inputs') }}
{%- endmacro %}


{# The same, and the scores where they go on; see _passed_in for the last CTE. #}
{% macro _everything_at(asked, relation, t) -%}
{%- set network = asked.network -%}
{{ dbt_nn._units_at(asked, network, relation, t) }}
{%- if dbt_nn._curved_parts(asked) %},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(2) }}
),

parts as (
  select
    *,
    {{ dbt_nn._part_columns(asked, '') | join(',\n') | indent(4) }}
  from scores
  {{- network.warehouse.fence }}
)
{%- endif %}
{%- endmacro %}


{% macro _passed_in(asked) -%}
  {%- do return('parts' if dbt_nn._curved_parts(asked) else dbt_nn._last_hidden(asked.network, 'inputs')) -%}
{%- endmacro %}


{# For every piece, the slope of the score by every input along it, times its length. #}
{% macro _slopes_of_pieces(asked) -%}
{%- set network = asked.network -%}
{%- set carried = ['example_number'] + dbt_nn._names_carried(asked) -%}
{%- set is_by_nodes = asked.path == 'nodes' -%}
{%- if is_by_nodes -%}
with {{ dbt_nn._everything_at(asked, 'pieces', 't') }},
{%- else -%}
with starts as (
  with {{ dbt_nn._everything_at(asked, 'pieces', 't_from') | indent(2) }}

  select
    {{ (carried + ['t_from', 't_to'] + dbt_nn._passed_as_start(asked)) | join(',\n') | indent(4) }}
  from {{ dbt_nn._passed_in(asked) }}
  {{- network.warehouse.fence | indent(2) }}
),

{{ dbt_nn._everything_at(asked, 'starts', 't_to') }},
{%- endif %}

{{ dbt_nn._shares_and_deltas(asked, dbt_nn._passed_in(asked)) }}

select
  {{ carried | join(',\n') | indent(2) }},
  {%- for name in network.features %}
  {{ 'node_weight' if is_by_nodes else '(t_to - t_from)' }} * (
    {{ dbt_nn._returning_sum(network, network.layers[0], loop.index) | indent(4) }}
  ) as slope_{{ loop.index }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ dbt_nn._packed_deltas(network, 'deltas_1', network.layers[0]) | indent(2) }}
{%- endmacro %}


{# What the shares read of the start of a piece. #}
{% macro _passed_as_start(asked) %}
  {% set names = [] %}
  {% for layer in asked.network.layers[:-1] %}
    {% for unit in range(1, layer.outputs + 1) %}
      {% do names.extend(['sum_' ~ layer.layer ~ '_' ~ unit, 'hidden_' ~ layer.layer ~ '_' ~ unit]) %}
    {% endfor %}
  {% endfor %}
  {% for name in asked.parts if dbt_nn._activation(name).course != 'straight' %}
    {% set k = asked.parts | length - loop.revindex0 %}
    {% do names.extend(['score_' ~ k, 'part_' ~ k]) %}
  {% endfor %}
  {% do return(dbt_nn._renamed(names, 'start_')) %}
{% endmacro %}
