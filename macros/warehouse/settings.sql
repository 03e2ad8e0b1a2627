{# What is set before a statement that iterates, until its transaction ends: statements, each with its semicolon. #}
{% macro _settings() -%}
  {{ return(adapter.dispatch('_settings', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___settings() -%}
  {%- do return('') -%}
{%- endmacro %}

{#
  PostgreSQL guesses such a statement to be dear, and compiles its thousands of expressions: that takes seconds, and saves milliseconds.
  A run that was killed should not go on in the server: a session looks every second whether anybody is still there.
#}
{% macro postgres___settings() -%}
  {%- do return('set local jit = off;\nset local client_connection_check_interval = 1000;\n\n') -%}
{%- endmacro %}
