{# The CTEs of a fleet that answers, written out: its networks, their constants and weights. #}
{% macro _fleet_written_out(shape, network) -%}
{%- set read = dbt_nn._network_to_read(network) -%}
members as (
  {{ dbt_nn._members_as_literals(read) | indent(2) }}
),

constants as (
  {{ dbt_nn._fleet_constants_as_literals(shape, read) | indent(2) }}
),

weights as (
  {{ dbt_nn._fleet_weights_as_literals(shape, read) | indent(2) }}
),
{%- endmacro %}


{% macro _members_as_literals(read) -%}
{%- for row in dbt_nn._query(
  dbt_nn._answering_members(read) ~ "\norder by " ~ dbt_nn._by_code_point('network_key')
).rows %}
select {{ dbt_nn._literal(row[0]) }} as network_key, {{ dbt_nn._literal(row[1] or '') }} as row_key
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# A SELECT for each network, with a column for each constant. #}
{% macro _fleet_constants_as_literals(shape, read) -%}
{%- set names = [] -%}
{%- set texts = [] -%}
{%- for column in dbt_nn._constants_by_network(shape) -%}
  {%- set name = column.split(' as ')[-1] -%}
  {%- do names.append(name) -%}
  {%- do texts.append(dbt_nn._double_text('cast(' ~ name ~ ' as ' ~ shape.warehouse.double_type ~ ')') ~ ' as ' ~ name) -%}
{%- endfor -%}
{%- set query -%}
with network as (
  select * from {{ read }}
),

members as (
  {{ dbt_nn._answering_members() | indent(2) }}
),

constants as (
  {{ dbt_nn._constants_of_fleet(shape) | indent(2) }}
)

select network_key, {{ texts | join(', ') }}
from constants
order by {{ dbt_nn._by_code_point('network_key') }}
{%- endset -%}
{%- for row in dbt_nn._query(query).rows %}
select
  {{ dbt_nn._literal(row[0]) }} as network_key,
  {%- for name in names %}
  {%- set value = row[loop.index] %}
  {{ 'null' if value is none else dbt_nn._number(value) }} as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# A SELECT for each network, with a column for each parameter or a list for each unit. #}
{% macro _fleet_weights_as_literals(shape, read) -%}
{%- set query -%}
select network_key, layer, input, output, {{ dbt_nn._double_text('value') }} as value_text
from {{ read }}
where role in ('weight', 'bias') and network_key in (
  select network_key from ({{ dbt_nn._answering_members(read) | indent(2) }}) as members
)
order by {{ dbt_nn._by_code_point('network_key') }}, layer, output, input
{%- endset -%}
{%- set by_network = {} -%}
{%- for row in dbt_nn._query(query).rows -%}
  {%- do by_network.setdefault(row['network_key'] or '', []).append(row) -%}
{%- endfor -%}
{%- for key, rows in by_network.items() %}
select
  {{ dbt_nn._literal(key) }} as network_key,
  {{ dbt_nn._weight_literals(shape, rows) | join(',\n') | indent(2) }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{%- endmacro %}
