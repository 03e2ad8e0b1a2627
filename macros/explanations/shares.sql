{#
  CTEs from `passed`, which has sums, units and scores with those of the start of its piece, back to `deltas_1`. A score goes the way back
  of training: only that an activation's slope is its share of the piece, and the delta of a score what it counts in the one explained.
#}
{% macro _shares_and_deltas(asked, passed) -%}
{%- set network = asked.network -%}
{%- set top = network.layers[-1] -%}
{%- set shares = dbt_nn._share_columns(asked) -%}
{%- if shares -%}
shares as (
  -- how much of a sum's change every unit hands on{{ ', at the node' if asked.path == 'nodes' else '' }}
  select
    *,
    {{ shares | join(',\n') | indent(4) }}
  from {{ passed }}
  {{- network.warehouse.fence }}
),

{% endif -%}
deltas_{{ top.layer }} as (
  -- what each score counts in the one that is explained
  select
    *,
    {%- for k in range(1, top.outputs + 1) %}
    {{ dbt_nn._delta_explained(asked, k) }} as delta_{{ top.layer }}_{{ k }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ 'shares' if shares else passed }}
  {{- network.warehouse.fence }}
)
{%- for layer in network.layers[:-1] | reverse %},

{{ dbt_nn._hidden_deltas(network, layer, network.layers[layer.layer]) }}
{%- endfor %}
{%- endmacro %}


{% macro _share_columns(asked) %}
  {% set columns = [] %}
  {% for layer in asked.network.layers[:-1] %}
    {% set activation = dbt_nn._activation(layer.activation) %}
    {% for unit in range(1, layer.outputs + 1) %}
      {% set name = layer.layer ~ '_' ~ unit %}
      {% do columns.append(dbt_nn._share_of_piece(asked, activation, 'sum_' ~ name, 'hidden_' ~ name) ~ ' as share_' ~ name) %}
    {% endfor %}
  {% endfor %}
  {% for name in asked.parts %}
    {% set activation = dbt_nn._activation(name) %}
    {% if activation.course != 'straight' %}
      {% set k = loop.index %}
      {% do columns.append(dbt_nn._share_of_piece(asked, activation, 'score_' ~ k, 'part_' ~ k) ~ ' as share_of_score_' ~ k) %}
    {% endif %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _share_of_piece(asked, activation, sum, value) -%}
  {%- if asked.path == 'nodes' -%}
    {%- do return(activation.slope(sum, value)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._share_of_change(activation, sum, 'start_' ~ sum, value, 'start_' ~ value)) -%}
{%- endmacro %}


{% macro _delta_explained(asked, k) -%}
  {%- if k > asked.parts | length -%}
    {%- do return(dbt_nn._number(0)) -%}
  {%- endif -%}
  {%- set is_straight = dbt_nn._activation(asked.parts[k - 1]).course == 'straight' -%}
  {%- do return(dbt_nn._coefficient(asked, k) ~ ('' if is_straight else ' * share_of_score_' ~ k)) -%}
{%- endmacro %}


{#
  What a score counts in the one that is explained: of classes, 1 of its own and the same share of -1 of every other one; a number is in
  its own units.
#}
{% macro _coefficient(asked, k) -%}
  {%- set classes = asked.network.classes | length -%}
  {%- if not classes -%}
    {%- do return('target_scale' if asked.network.target else dbt_nn._number(1)) -%}
  {%- endif -%}
  {%- set own = dbt_nn._number(1) -%}
  {%- set other = dbt_nn._number(-1 / (classes - 1)) -%}
  {%- set may_lack = dbt_nn._class_flags(asked.network) -%}
  {%- if asked.class_number is none or may_lack -%}
    {%- set otherwise = 'when class_number <> ' ~ k ~ ' then ' if may_lack else 'else ' -%}
    {%- do return('case when class_number = ' ~ k ~ ' then ' ~ own ~ ' ' ~ otherwise ~ other ~ ' end / temperature') -%}
  {%- endif -%}
  {%- do return((own if asked.class_number == k else other) ~ ' / temperature') -%}
{%- endmacro %}


{# The CTE `explained`: the number of the class, its score, and the baseline's. #}
{% macro _scores_explained(asked) -%}
{%- set network = asked.network -%}
{%- set curved = dbt_nn._curved_parts(asked) -%}
{%- if curved -%}
parts as (
  select
    *,
    {{ (dbt_nn._part_columns(asked, '') + dbt_nn._part_columns(asked, 'start_')) | join(',\n') | indent(4) }}
  from scores
  {{- network.warehouse.fence }}
),

{% endif -%}
{%- if network.classes -%}
chosen as (
  select
    *,
    {{ dbt_nn._class_chosen(asked) | indent(4) }} as class_number
  from scores
  {{- network.warehouse.fence }}
),

{% endif -%}
explained as (
  select
    *,
    {{ dbt_nn._score_explained(asked, '') }} as score,
    {{ dbt_nn._score_explained(asked, 'start_') }} as baseline_score
  from {{ 'parts' if curved else 'chosen' if network.classes else 'scores' }}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{% macro _curved_parts(asked) %}
  {% do return(asked.parts | reject('equalto', 'identity') | list) %}
{% endmacro %}


{# What a score becomes where it does not stay as it is. #}
{% macro _part_columns(asked, prefix) %}
  {% set columns = [] %}
  {% for name in asked.parts %}
    {% set activation = dbt_nn._activation(name) %}
    {% if activation.course != 'straight' %}
      {% do columns.append(activation.value(prefix ~ 'score_' ~ loop.index) ~ ' as ' ~ prefix ~ 'part_' ~ loop.index) %}
    {% endif %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# Of equal scores the first class, as in predictions; none where the rows of the network lack it, or no network answers. #}
{% macro _class_chosen(asked) -%}
{%- set flags = dbt_nn._class_flags(asked.network) -%}
{%- set given = asked.class_number -%}
{%- set scores = [] -%}
{%- for class in asked.network.classes -%}
  {%- set score = 'score_' ~ loop.index -%}
  {%- set flag = 'has_class_' ~ loop.index -%}
  {%- set lacking = ' when ' ~ flag ~ ' = 0 then ' ~ dbt_nn._number('-1e300') ~ ' end' -%}
  {%- do scores.append('case when ' ~ flag ~ ' = 1 then ' ~ score ~ lacking if flags else score) -%}
{%- endfor -%}
{%- if given is none -%}
{{ dbt_nn._place_of_largest(scores) }}
{%- else -%}
{{ 'case when ' ~ flags[given - 1] ~ ' = 1 then ' ~ given ~ ' end' if flags else given }}
{%- endif -%}
{%- endmacro %}


{% macro _score_explained(asked, prefix) -%}
  {%- set terms = ['target_center'] if asked.network.target else [] -%}
  {%- for name in asked.parts -%}
    {%- set is_straight = dbt_nn._activation(name).course == 'straight' -%}
    {%- set part = prefix ~ ('score_' if is_straight else 'part_') ~ loop.index -%}
    {%- do terms.append(dbt_nn._coefficient(asked, loop.index) ~ ' * ' ~ part) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._sum_of(terms)) -%}
{%- endmacro %}
