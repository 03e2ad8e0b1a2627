{# The double of a number or a boolean. A loop over many columns looks the type up once, and hands it in. #}
{% macro _to_double(expression, double_type=none) -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ (double_type or dbt_nn._warehouse().double_type) ~ ')') -%}
{%- endmacro %}


{# What a column of this type can be to a network: number, boolean, text, date or other. #}
{% macro _kind_of_type(type) -%}
  {%- set name = (type | lower).split('(')[0].split('<')[0] | trim -%}
  {#- An enum's values may hold brackets; PostgreSQL's driver says INTEGERARRAY of integer[]. -#}
  {%- set is_enum = name.startswith('enum') and not type.endswith(']') -%}
  {%- if is_enum -%}
    {%- do return('text') -%}
  {%- elif name == 'number' -%}
    {#- Snowflake's NUMBER(38,0) is an integer. -#}
    {%- do return('integer' if type.endswith(',0)') or '(' not in type else 'number') -%}
  {%- elif '[' in type or 'array' in name or name in ['struct', 'map', 'union', 'array', 'json', 'blob', 'bytea', 'binary', 'bytes'] -%}
    {%- do return('other') -%}
  {%- elif name in ['boolean', 'bool'] -%}
    {%- do return('boolean') -%}
  {%- elif name.startswith('date') or name.startswith('time') or name.startswith('interval') -%}
    {%- do return('date') -%}
  {%- elif name in ['varchar', 'text', 'string', 'char', 'bpchar', 'character', 'character varying', 'uuid', 'citext']
    or name | replace('"', '') in ['null', 'void'] -%}
    {#- A column of nulls alone, of which the query says no type, can be read as text. -#}
    {%- do return('text') -%}
  {%- elif name == 'point' or name.endswith('range') or name.endswith('vector') -%}
    {#- These have an int in their name, and are none: int4range, int2vector. -#}
    {%- do return('other') -%}
  {%- elif 'int' in name or name in ['long', 'short', 'byte'] -%}
    {%- do return('integer') -%}
  {%- elif name in ['decimal', 'numeric', 'bignumeric', 'double', 'double precision', 'real', 'float', 'float4', 'float8', 'float64'] -%}
    {%- do return('number') -%}
  {%- endif -%}
  {%- do return('other') -%}
{%- endmacro %}


{# The columns of a query, in order: {name, type}. #}
{% macro _names_and_types(query) -%}
  {{ return(adapter.dispatch('_names_and_types', 'dbt_nn')(query)) }}
{%- endmacro %}

{% macro default___names_and_types(query) -%}
  {%- set columns = [] -%}
  {%- for column in get_column_schema_from_query(query) -%}
    {%- do columns.append({'name': column.name, 'type': column.dtype}) -%}
  {%- endfor -%}
  {%- do return(columns) -%}
{%- endmacro %}

{# dbt's own way makes a column for each field of a struct, which a query can't name so. #}
{% macro duckdb___names_and_types(query) -%}
  {%- set columns = [] -%}
  {%- for row in run_query('describe (\n' ~ query ~ '\n)') -%}
    {%- do columns.append({'name': row[0], 'type': row[1]}) -%}
  {%- endfor -%}
  {%- do return(columns) -%}
{%- endmacro %}

{# The driver does not know the types that a database or an extension has made: enums and citext are text to a network. #}
{% macro postgres___names_and_types(query) -%}
  {%- set columns = dbt_nn.default___names_and_types(query) -%}
  {%- set unknown = 'unknown type_code ' -%}
  {%- for column in columns if column.type.endswith('ARRAY') -%}
    {%- do column.update({'type': column.type[:-5] | lower ~ '[]'}) -%}
  {%- endfor -%}
  {%- for column in columns if column.type.startswith(unknown) -%}
    {%- set found = run_query(
      "select case when typtype = 'e' or typname = 'citext' then 'text' else format_type(oid, null) end from pg_type where oid = "
      ~ column.type[unknown | length:]
    ).rows -%}
    {%- do column.update({'type': found[0][0] if found else column.type}) -%}
  {%- endfor -%}
  {%- do return(columns) -%}
{%- endmacro %}

{# A Thrift server says DECIMAL_TYPE of a result's column, which is no type to cast to. #}
{% macro spark___names_and_types(query) -%}
  {%- set columns = [] -%}
  {%- for row in run_query('describe query ' ~ query) -%}
    {%- do columns.append({'name': row[0], 'type': row[1]}) -%}
  {%- endfor -%}
  {%- do return(columns) -%}
{%- endmacro %}

{#
  Of a result the driver says FIXED, and not with how many digits behind the point: a temporary table is described instead. A name in
  capitals alone was written without quotes, as most are: it is in lower case in dbt, in messages and in the network, unless another
  column has exactly that name. `quoted` is the name as it stands, so the warehouse folds nothing.
#}
{% macro snowflake___names_and_types(query) -%}
  {%- set made = api.Relation.create(database=target.database, schema=target.schema, identifier='dbt_nn_described') -%}
  {%- do run_query('create or replace temporary table ' ~ made ~ ' as select * from (\n' ~ query ~ '\n) as described where 1 = 0') -%}
  {%- set names = [] -%}
  {%- set types = [] -%}
  {%- for row in run_query('describe table ' ~ made) -%}
    {%- do names.append(row[0]) -%}
    {%- do types.append(row[1]) -%}
  {%- endfor -%}
  {%- do run_query('drop table if exists ' ~ made) -%}
  {%- set columns = [] -%}
  {%- for name in names -%}
    {%- set written = dbt_nn._written_name(name) -%}
    {%- do columns.append({
      'name': name if written in names else written, 'type': types[loop.index0], 'quoted': dbt_nn._quoted(name), 'exact': name
    }) -%}
  {%- endfor -%}
  {%- do return(columns) -%}
{%- endmacro %}
