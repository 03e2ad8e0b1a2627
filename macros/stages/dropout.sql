{#
  Dropout, Srivastava et al. 2014: https://jmlr.org/papers/v15/srivastava14a.html
  In every iteration each training row leaves out a share of the hidden units, drawn again; those it keeps count 1 / (1 - share) times, so
  that their sum is the same on average, and nothing changes at prediction. Validation rows keep all units.
  A unit's draw is a word of the md5 digest of (seed, iteration, layer, block of four units, example_id): the same on every warehouse.
#}

{# Two further CTEs, before the layers: digests, then mask_<layer>_<unit>. #}
{% macro _masks(network, inputs) -%}
{%- set digests = [] -%}
{%- set masks = [] -%}
{%- for layer in network.layers[:-1] if dbt_nn._drops_units(network, layer) -%}
  {%- for unit in range(1, layer.outputs + 1) -%}
    {%- set block = (unit - 1) // 4 + 1 -%}
    {%- if unit % 4 == 1 -%}
      {%- do digests.append(dbt_nn._digest_of_units(network, layer, block) ~ ' as digest_' ~ layer.layer ~ '_' ~ block) -%}
    {%- endif -%}
    {%- set mask = dbt_nn._mask(network.dropout[layer.layer - 1], 'digest_' ~ layer.layer ~ '_' ~ block, (unit - 1) % 4 * 8 + 1) -%}
    {%- do masks.append(mask ~ ' as mask_' ~ layer.layer ~ '_' ~ unit) -%}
  {%- endfor -%}
{%- endfor -%}
digests as (
  -- digest_<layer>_<block>: what four units each draw from
  select
    *,
    {{ digests | join(',\n') | indent(4) }}
  from {{ inputs }}
  {{- network.warehouse.fence }}
),

masks as (
  -- 0 where a training row leaves the unit out; the others count as much more
  select
    *,
    {{ masks | join(',\n') | indent(4) }}
  from digests
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{% macro _digest_of_units(network, layer, block) -%}
  {%- set iteration = 'cast(iteration + 1 as ' ~ dbt.type_string() ~ ')' -%}
  {%- set place = "'-" ~ layer.layer ~ "-" ~ block ~ "-'" -%}
  {%- do return(dbt_nn._digest(dbt.concat(["'dropout-" ~ network.random_seed ~ "-'", iteration, place, 'example_id']))) -%}
{%- endmacro %}


{#
  Eight hex digits are in the order of their number, so they are compared as text: a unit is left out where they are below the rate times
  2^32.
#}
{% macro _mask(rate, digest, start) -%}
  {%- set limit = [(rate * 4294967296) | round(0, 'ceil') | int, 4294967295] | min -%}
  {%- set word = dbt_nn._by_code_point('substr(' ~ digest ~ ', ' ~ start ~ ', 8)') -%}
  {%- do return(
    'case when train_share = 0 then ' ~ dbt_nn._number(1)
    ~ ' when ' ~ word ~ " < '" ~ dbt_nn._hex(limit, 8) ~ "' then " ~ dbt_nn._number(0)
    ~ ' else ' ~ dbt_nn._number(1 / (1 - rate)) ~ ' end'
  ) -%}
{%- endmacro %}


{# The hidden units that are left. #}
{% macro _kept_units(network, layer) -%}
hidden_{{ layer.layer }} as (
  -- dropout {{ network.dropout[layer.layer - 1] }}
  select
    *,
    {%- for unit in range(1, layer.outputs + 1) %}
    {%- set name = layer.layer ~ '_' ~ unit %}
    unit_{{ name }} * mask_{{ name }} as hidden_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from units_{{ layer.layer }}
  {{- network.warehouse.fence }}
)
{%- endmacro %}
