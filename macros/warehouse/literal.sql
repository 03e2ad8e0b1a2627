{# A value of the user's (a class, a category) as a literal of one line: a line break inside would be changed where SQL is indented. #}
{% macro _literal(value) -%}
  {%- if value is boolean -%}
    {%- do return('true' if value else 'false') -%}
  {%- elif value is not string -%}
    {%- do return(value | string) -%}
  {%- elif (value ~ '.').splitlines() | length > 1 -%}
    {%- do return(dbt_nn._literal_of_lines(value)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._literal_of_line(value)) -%}
{%- endmacro %}


{% macro _literal_of_line(text) -%}
  {{ return(adapter.dispatch('_literal_of_line', 'dbt_nn')(text)) }}
{%- endmacro %}

{% macro default___literal_of_line(text) -%}
  {%- do return(dbt.string_literal(dbt.escape_single_quotes(text))) -%}
{%- endmacro %}

{# A backslash begins an escape. #}
{% macro spark___literal_of_line(text) -%}
  {%- do return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") -%}
{%- endmacro %}

{# So it does here. #}
{% macro bigquery___literal_of_line(text) -%}
  {%- do return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") -%}
{%- endmacro %}

{# And here. #}
{% macro snowflake___literal_of_line(text) -%}
  {%- do return("'" ~ text | replace('\\', '\\\\') | replace("'", "\\'") ~ "'") -%}
{%- endmacro %}


{# The lines as literals, with the characters that break them by their numbers. #}
{% macro _literal_of_lines(value) -%}
  {%- set breaks = {
    '\n': 10, '\u000b': 11, '\u000c': 12, '\r': 13, '\u001c': 28, '\u001d': 29, '\u001e': 30, '\u0085': 133, '\u2028': 8232, '\u2029': 8233
  } -%}
  {%- set text = namespace(parts=[], line='') -%}
  {%- for sign in value -%}
    {%- if sign in breaks -%}
      {%- do text.parts.append(dbt_nn._literal(text.line)) -%}
      {%- do text.parts.append(dbt_nn._sign(breaks[sign])) -%}
      {%- set text.line = '' -%}
    {%- else -%}
      {%- set text.line = text.line ~ sign -%}
    {%- endif -%}
  {%- endfor -%}
  {%- do return('(' ~ dbt.concat(text.parts + [dbt_nn._literal(text.line)]) ~ ')') -%}
{%- endmacro %}


{# A sign by its number in Unicode. #}
{% macro _sign(number) -%}
  {{ return(adapter.dispatch('_sign', 'dbt_nn')(number)) }}
{%- endmacro %}

{% macro default___sign(number) -%}
  {%- do return('chr(' ~ number ~ ')') -%}
{%- endmacro %}

{# chr() takes a number modulo 256 here. #}
{% macro spark___sign(number) -%}
  {%- do return("'\\u" ~ dbt_nn._hex(number, 4) ~ "'") -%}
{%- endmacro %}


{# A number in hex digits; the format %x is unknown to dbt Fusion. #}
{% macro _hex(number, digits) %}
  {% set state = namespace(text='', rest=number) %}
  {% for digit in range(digits) %}
    {% set at = state.rest % 16 %}
    {% set state.text = '0123456789abcdef'[at:at + 1] ~ state.text %}
    {% set state.rest = state.rest // 16 %}
  {% endfor %}
  {% do return(state.text) %}
{% endmacro %}
