{#
  Rows by key, as lists of at most 2,048 structs: a join to the parameters of a key is a few rows then. Where the warehouse has
  `unnests_blocks`.
#}
{% macro _as_blocks(relation, key, columns) -%}
  {{ return(adapter.dispatch('_as_blocks', 'dbt_nn')(relation, key, columns)) }}
{%- endmacro %}

{% macro default___as_blocks(relation, key, columns) -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: this warehouse has no blocks of rows") -%}
{%- endmacro %}

{% macro duckdb___as_blocks(relation, key, columns) -%}
{%- set fields = [] -%}
{%- for name in columns -%}
  {%- do fields.append(name ~ ' := ' ~ name) -%}
{%- endfor -%}
select
  {{ key }},
  list(struct_pack({{ fields | join(', ') }})) as block
from (
  select *, (row_number() over (partition by {{ key }}) - 1) // 2048 as block_number
  from {{ relation }}
) as numbered
group by {{ key }}, block_number
{%- endmacro %}


{# The rows of blocks again, each beside the row that its block was joined to. #}
{% macro _rows_of_blocks(joined, blocks, condition) -%}
  {{ return(adapter.dispatch('_rows_of_blocks', 'dbt_nn')(joined, blocks, condition)) }}
{%- endmacro %}

{% macro default___rows_of_blocks(joined, blocks, condition) -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: this warehouse has no blocks of rows") -%}
{%- endmacro %}

{% macro duckdb___rows_of_blocks(joined, blocks, condition) -%}
select
  {{ joined }}.*,
  unnest(blocks.block, max_depth := 2)
from {{ blocks }} as blocks
inner join {{ joined }} on {{ condition }}
{%- endmacro %}
