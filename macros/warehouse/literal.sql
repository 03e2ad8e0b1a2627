{# A value of the user's (a class, a category) as a literal of one line: a line break inside would be changed where SQL is indented. #}
{% macro _literal(value) -%}
  {%- if value is boolean -%}
    {%- do return('true' if value else 'false') -%}
  {%- elif value is not string -%}
    {%- do return(value | string) -%}
  {%- elif (value ~ '.').splitlines() | length > 1 -%}
    {%- do return(dbt_nn._literal_of_lines(value)) -%}
  {%- endif -%}
  {%- do return(dbt.string_literal(dbt.escape_single_quotes(value))) -%}
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
      {%- do text.parts.append('chr(' ~ breaks[sign] ~ ')') -%}
      {%- set text.line = '' -%}
    {%- else -%}
      {%- set text.line = text.line ~ sign -%}
    {%- endif -%}
  {%- endfor -%}
  {%- do return('(' ~ dbt.concat(text.parts + [dbt_nn._literal(text.line)]) ~ ')') -%}
{%- endmacro %}
