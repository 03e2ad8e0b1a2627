{# A value of the user's (a class, a category) as a literal. #}
{% macro _literal(value) -%}
  {%- if value is string -%}
    {%- do return(dbt.string_literal(dbt.escape_single_quotes(value))) -%}
  {%- elif value is boolean -%}
    {%- do return('true' if value else 'false') -%}
  {%- endif -%}
  {%- do return(value | string) -%}
{%- endmacro %}
