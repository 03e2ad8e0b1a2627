{#
  What a generic test hands to dbt: the query of its failing rows, each with a column `message`. When the test runs, the query is run here,
  once: the messages go to the log, and dbt gets the rows as literals, with the query as a comment. Many rows are queried again.
#}
{% macro _gate(where, model, query) -%}
  {%- if not query -%}
    {%- do return(dbt_nn._nothing_to_judge()) -%}
  {%- elif not dbt_nn._gate_runs() -%}
    {%- do return(query) -%}
  {%- endif -%}
  {%- set found = dbt_nn._query(query) -%}
  {%- set tested = dbt_nn._tested(model) -%}
  {%- for row in found.rows -%}
    {%- if loop.index <= 20 -%}
      {%- do log(where ~ ": " ~ row['message'] ~ (" (where " ~ tested.condition ~ ")" if tested.condition else ""), info=true) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- if found.rows | length > 20 -%}
    {%- do log(where ~ ": and " ~ (found.rows | length - 20) ~ " more", info=true) -%}
    {%- do return(query) -%}
  {%- endif -%}
  {%- do return(dbt_nn._failures(query, found)) -%}
{%- endmacro %}


{# The name of the tested relation, and the test's `where`: dbt writes `(select * from name where condition) dbt_subquery`. #}
{% macro _tested(model) %}
  {% set text = model | string | trim %}
  {% set opening = '(select * from ' %}
  {% set closing = ') dbt_subquery' %}
  {% if text.startswith(opening) and text.endswith(closing) %}
    {% set parts = text[opening | length:text | length - closing | length].split(' where ') %}
    {% do return({'name': dbt_nn._parts_of_name(parts[0])[-1], 'condition': (parts[1:] | join(' where ')).split() | join(' ')}) %}
  {% endif %}
  {% do return({'name': dbt_nn._parts_of_name(text)[-1] if dbt_nn._is_name(text) else model.identifier or text, 'condition': ''}) %}
{% endmacro %}


{# Whether a test is run, and not only compiled or without rows to judge. #}
{% macro _gate_runs() %}
  {% do return(execute and flags.WHICH in ['test', 'build', 'retry'] and not flags.EMPTY) %}
{% endmacro %}


{# Whether a gate's tables may be looked at: a test is run, or a report asks for its rows. #}
{% macro _gate_looks() %}
  {% do return(dbt_nn._gate_runs() or (execute and flags.WHICH == 'run-operation')) %}
{% endmacro %}


{# The condition of a gate's failing rows, marked: a report asks for the other rows too. #}
{% macro _only_failing(condition) -%}
  {%- set chosen = '1 = 0 -- --empty: there is nothing to judge\n' if flags.EMPTY else '(' ~ condition ~ ')' -%}
  {%- do return(dbt_nn._marked('failing', chosen)) -%}
{%- endmacro %}


{# The rows of a query that has been run, as literals; none of them leaves its columns. #}
{% macro _failures(query, found) -%}
-- {{ 'passed' if not found.rows else 'failed' }}; the query was:
--   {{ query | trim | replace('\n', '\n--   ') }}
{%- if not found.rows %}
select *
from (
  {{ dbt_nn._literal_row(found.column_names, none) }}
) as failures
where 1 = 0
{%- else %}
{%- for row in found.rows %}
{{ dbt_nn._literal_row(found.column_names, row) }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{%- endif %}
{%- endmacro %}


{# Counts and numbers as doubles, the rest as text. #}
{% macro _literal_row(names, row) -%}
{%- set casts = [] -%}
{%- for name in names -%}
  {%- set value = row[name] if row is not none else none -%}
  {%- set is_number = name | lower in dbt_nn._numbers_of_gates() -%}
  {%- set type = dbt_nn._warehouse().double_type if is_number else dbt.type_string() -%}
  {%- if value is none -%}
    {%- do casts.append('cast(null as ' ~ type ~ ') as ' ~ dbt_nn._added_name(name)) -%}
  {%- elif is_number -%}
    {%- do casts.append("cast('" ~ value ~ "' as " ~ type ~ ') as ' ~ dbt_nn._added_name(name)) -%}
  {%- else -%}
    {%- do casts.append('cast(' ~ dbt_nn._literal(value | string) ~ ' as ' ~ type ~ ') as ' ~ dbt_nn._added_name(name)) -%}
  {%- endif -%}
{%- endfor -%}
select {{ casts | join(', ') }}
{%- endmacro %}


{# The columns of failing rows that are numbers; all others are text. #}
{% macro _numbers_of_gates() %}
  {% do return(['value', 'metric_value', 'baseline_value', 'margin', 'at_least', 'at_most', 'examples', 'parameters']) %}
{% endmacro %}


{# A threshold as a column; null where there is none. #}
{% macro _threshold(value) -%}
  {%- do return('cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')' if value is none else dbt_nn._number(value)) -%}
{%- endmacro %}


{# The group's columns as text, for a failing row; and as the end of its message: `, split = validation`. #}
{% macro _group_columns(read) %}
  {% set columns = [] %}
  {% for column in read.by %}
    {% do columns.append(dbt_nn._text_of_class(column.quoted, column.type) ~ ' as ' ~ column.quoted) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _group_message(read) %}
  {% set parts = [] %}
  {% for column in read.by %}
    {% do parts.append(dbt_nn._literal(', ' ~ column.name ~ ' = ')) %}
    {% do parts.append('coalesce(cast(' ~ column.quoted ~ ' as ' ~ dbt.type_string() ~ "), 'null')") %}
  {% endfor %}
  {% do return(parts) %}
{% endmacro %}


{# A message as one text: literals, and numbers or texts from the row. #}
{% macro _message(parts, read=none) %}
  {% do return(dbt.concat(parts + (dbt_nn._group_message(read) if read else [dbt_nn._literal('')]))) %}
{% endmacro %}


{% macro _as_text(expression) %}
  {% do return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') %}
{% endmacro %}


{# What a gate compiles to where the columns can't be looked at. #}
{% macro _nothing_to_judge() -%}
-- written when the test runs, because it depends on the columns of the tables
select *
from (select cast(null as {{ dbt.type_string() }}) as message) as failures
where 1 = 0
{%- endmacro %}
