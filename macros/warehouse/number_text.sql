{#
  Numbers as text, whatever the session says of digits, zones and styles:
    _double_text(expression)         a double that reads back the same, to the bit: for numbers that travel as text
    _number_text(expression, type)   one text for equal numbers: 0.0 and -0.0 are 0, a decimal 1.50 is 1.5: for numbers that are names
    _whole_text(expression, type, otherwise)   the same of an integer, and `otherwise` of any other
    _date_text(expression)           2024-12-31
#}
{% macro _double_text(expression) -%}
  {{ return(adapter.dispatch('_double_text', 'dbt_nn')(expression)) }}
{%- endmacro %}

{# The text of a double reads back the same. #}
{% macro default___double_text(expression) -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}

{# Here it does so unless a session, a role or a database sets extra_float_digits to 0 or less. 17 digits are enough for any double. #}
{% macro postgres___double_text(expression) -%}
  {%- set digits = "trim(to_char(" ~ expression ~ ", '9.9999999999999999EEEE'))" -%}
  {%- do return(
    'case when ' ~ dbt_nn._is_finite(expression) ~ ' then ' ~ digits ~ ' else cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ') end'
  ) -%}
{%- endmacro %}

{# A cast writes nine digits behind the point. The driver hands a double over as it is, so here the number travels as one. #}
{% macro snowflake___double_text(expression) -%}
  {%- do return(expression) -%}
{%- endmacro %}


{# The same as a text in any case, for one that stays in the warehouse. #}
{% macro _text_of_double(expression) -%}
  {{ return(adapter.dispatch('_text_of_double', 'dbt_nn')(expression)) }}
{%- endmacro %}

{% macro default___text_of_double(expression) -%}
  {%- do return(dbt_nn._double_text(expression)) -%}
{%- endmacro %}

{% macro snowflake___text_of_double(expression) -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{% macro _number_text(expression, type) -%}
  {%- do return(dbt_nn._whole_text(expression, type, dbt_nn._shortest_text(expression, type))) -%}
{%- endmacro %}


{# A double above 9e15 does not tell integers apart. #}
{% macro _whole_text(expression, type, otherwise) -%}
  {%- set text = dbt.type_string() -%}
  {%- if dbt_nn._is_decimal(type) -%}
    {%- do return(
      'case when ' ~ expression ~ ' = floor(' ~ expression ~ ') then cast(floor(' ~ expression ~ ') as ' ~ text ~ ')'
      ~ ' when ' ~ expression ~ ' is not null then ' ~ otherwise ~ ' end'
    ) -%}
  {%- endif -%}
  {%- set is_whole = 'abs(' ~ expression ~ ') <= 9e15 and ' ~ expression ~ ' = floor(' ~ expression ~ ')' -%}
  {%- set whole = 'cast(cast(' ~ expression ~ ' as ' ~ dbt_nn._warehouse().bigint_type ~ ') as ' ~ text ~ ')' -%}
  {%- do return(
    'case when ' ~ is_whole ~ ' then ' ~ whole ~ ' when ' ~ expression ~ ' is not null then ' ~ otherwise ~ ' end'
  ) -%}
{%- endmacro %}


{% macro _is_decimal(type) -%}
  {%- set name = (type | lower).split('(')[0] | trim -%}
  {%- do return(name in ['decimal', 'numeric', 'bignumeric', 'number']) -%}
{%- endmacro %}


{# The fewest digits that read back the same. #}
{% macro _shortest_text(expression, type) -%}
  {{ return(adapter.dispatch('_shortest_text', 'dbt_nn')(expression, type)) }}
{%- endmacro %}

{# The zeros that fill a decimal up to its scale are none of them, so it is a double first. #}
{% macro default___shortest_text(expression, type) -%}
  {%- set number = dbt_nn._to_double(expression) if dbt_nn._is_decimal(type) else expression -%}
  {%- do return('cast(' ~ number ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}

{# A double becomes a numeric of 15 digits, whatever the session says; where they are too few, it is written with 17. #}
{% macro postgres___shortest_text(expression, type) -%}
  {%- if dbt_nn._is_decimal(type) -%}
    {%- do return('cast(trim_scale(' ~ expression ~ ') as text)') -%}
  {%- endif -%}
  {%- set number = dbt_nn._to_double(expression) -%}
  {%- set few = 'cast(' ~ number ~ ' as numeric)' -%}
  {%- do return(
    'case when ' ~ dbt_nn._to_double(few) ~ ' = ' ~ number ~ ' then cast(trim_scale(' ~ few ~ ') as text) else '
    ~ dbt_nn._double_text(number) ~ ' end'
  ) -%}
{%- endmacro %}


{% macro _date_text(expression) -%}
  {{ return(adapter.dispatch('_date_text', 'dbt_nn')(expression)) }}
{%- endmacro %}

{% macro default___date_text(expression) -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}

{# The text of a date is that of the session's DateStyle. #}
{% macro postgres___date_text(expression) -%}
  {%- do return("to_char(" ~ expression ~ ", 'YYYY-MM-DD')") -%}
{%- endmacro %}


{# The type of an expression as text, '' where the warehouse has no such function: for columns that dbt can't look up. #}
{% macro _type_at_run(expression) -%}
  {{ return(adapter.dispatch('_type_at_run', 'dbt_nn')(expression)) }}
{%- endmacro %}

{% macro default___type_at_run(expression) -%}
  {%- do return('typeof(' ~ expression ~ ')') -%}
{%- endmacro %}

{% macro postgres___type_at_run(expression) -%}
  {%- do return('cast(pg_typeof(' ~ expression ~ ') as text)') -%}
{%- endmacro %}

{% macro bigquery___type_at_run(expression) -%}
  {%- do return('') -%}
{%- endmacro %}

{% macro snowflake___type_at_run(expression) -%}
  {%- do return('') -%}
{%- endmacro %}
