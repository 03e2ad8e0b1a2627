{# A list of expressions as an array: a line for each, or all on one. #}
{% macro _array(expressions, is_one_line=false) -%}
  {%- set warehouse = dbt_nn._warehouse() -%}
  {%- if is_one_line -%}
    {%- do return(warehouse.array_opens ~ expressions | join(', ') ~ warehouse.array_closes) -%}
  {%- endif -%}
  {%- do return(warehouse.array_opens ~ '\n  ' ~ expressions | join(',\n') | indent(2) ~ '\n' ~ warehouse.array_closes) -%}
{%- endmacro %}


{# A SELECT of one row per element of an array column: the columns kept, the element, and its position from 1. #}
{% macro _elements(relation, columns, array, element) -%}
  {{ return(adapter.dispatch('_elements', 'dbt_nn')(relation, columns, array, element)) }}
{%- endmacro %}

{% macro default___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  unnest({{ array }}) as {{ element }},
  generate_subscripts({{ array }}, 1) as position
from {{ relation }}
{%- endmacro %}

{#
  Of a view that is not `outer`, Spark infers that the array is not empty, and writes that condition out through every stage before: it
  grows k^n.
#}
{% macro spark___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  {{ element }},
  position + 1 as position
from {{ relation }}
lateral view outer posexplode({{ array }}) as position, {{ element }}
{%- endmacro %}

{# A column by its table too: a table of the same name would be taken for it. #}
{% macro bigquery___elements(relation, columns, array, element) -%}
{%- set is_column = '(' not in array and '[' not in array -%}
select
  {{ columns | join(',\n') | indent(2) }},
  {{ element }},
  offset_from_0 + 1 as position
from {{ relation }}
cross join unnest({{ relation ~ '.' if is_column }}{{ array }}) as {{ element }} with offset as offset_from_0
{%- endmacro %}

{# The elements of an array are of no type there. Those of dbt_nn are doubles, except of a column of the array's name with an s: texts. #}
{% macro snowflake___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  one.value::double as {{ element }},
  one.index + 1 as position
from {{ relation }}
cross join lateral flatten(input => {{ array }}) as one
{%- endmacro %}


{# The rows of a relation as one array. #}
{% macro _array_of_rows(columns, relation) -%}
  {{ return(adapter.dispatch('_array_of_rows', 'dbt_nn')(columns, relation)) }}
{%- endmacro %}

{% macro default___array_of_rows(columns, relation) -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: this warehouse has no arrays of rows") -%}
{%- endmacro %}

{% macro bigquery___array_of_rows(columns, relation) -%}
array(
  select as struct {{ columns | join(', ') }}
  from {{ relation | indent(2) }}
)
{%- endmacro %}


{# And back, as something to select from. #}
{% macro _rows_of_array(columns, array) -%}
  {{ return(adapter.dispatch('_rows_of_array', 'dbt_nn')(columns, array)) }}
{%- endmacro %}

{% macro default___rows_of_array(columns, array) -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: this warehouse has no arrays of rows") -%}
{%- endmacro %}

{% macro bigquery___rows_of_array(columns, array) -%}
  {%- set names = [] -%}
  {%- for column in columns -%}
    {%- do names.append('one.' ~ column) -%}
  {%- endfor -%}
  {%- do return('(select ' ~ names | join(', ') ~ ' from unnest(' ~ array ~ ') as one)') -%}
{%- endmacro %}


{% macro _length_of_array(array) -%}
  {{ return(adapter.dispatch('_length_of_array', 'dbt_nn')(array)) }}
{%- endmacro %}

{% macro default___length_of_array(array) -%}
  {%- do return('array_length(' ~ array ~ ')') -%}
{%- endmacro %}


{# The rows of an array of rows, to be joined to what holds the array. #}
{% macro _elements_of_array(array) -%}
  {{ return(adapter.dispatch('_elements_of_array', 'dbt_nn')(array)) }}
{%- endmacro %}

{% macro default___elements_of_array(array) -%}
  {%- do return('unnest(' ~ array ~ ')') -%}
{%- endmacro %}
