{# A number as a literal of double precision. #}
{% macro _number(value) -%}
  {{ return(adapter.dispatch('_number', 'dbt_nn')(value)) }}
{%- endmacro %}

{# The exponent makes it a double: `0.5` alone would be a decimal. #}
{% macro default___number(value) -%}
  {%- set digits = value | string | lower -%}
  {%- do return(digits if 'e' in digits else digits ~ 'e0') -%}
{%- endmacro %}

{# `5e-1` is NUMERIC in PostgreSQL. #}
{% macro postgres___number(value) -%}
  {%- do return("'" ~ value ~ "'::float8") -%}
{%- endmacro %}

{# A literal with an exponent may be read as NUMBER there, whose scale ends at 37 digits. #}
{% macro snowflake___number(value) -%}
  {%- do return("'" ~ value ~ "'::double") -%}
{%- endmacro %}


{# Whether a text is one that a cast to double takes. #}
{% macro _is_number_in_text(text) -%}
  {{ return(adapter.dispatch('_is_number_in_text', 'dbt_nn')(text)) }}
{%- endmacro %}

{% macro default___is_number_in_text(text) -%}
  {%- do return('try_cast(' ~ text ~ ' as ' ~ dbt_nn._warehouse().double_type ~ ') is not null') -%}
{%- endmacro %}

{% macro bigquery___is_number_in_text(text) -%}
  {%- do return('safe_cast(' ~ text ~ ' as float64) is not null') -%}
{%- endmacro %}

{# No cast gives null here, so the text is looked at; what overflows is left to the cast. #}
{% macro postgres___is_number_in_text(text) -%}
  {%- do return(
    text ~ "::text ~* '^[[:space:]]*[+-]?(([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?|nan|inf(inity)?)[[:space:]]*$'"
  ) -%}
{%- endmacro %}
