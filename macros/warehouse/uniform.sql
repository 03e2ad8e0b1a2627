{#
  Draws that have the same bits everywhere: eight hex digits of an md5 digest, over 2^32.
  `digest` is a column with the digest in hex, `start` the first of the eight digits.
#}
{% macro _uniform(digest, start) -%}
  {{ return(adapter.dispatch('_uniform', 'dbt_nn')(digest, start)) }}
{%- endmacro %}

{% macro default___uniform(digest, start) -%}
  {%- do return("cast(cast('0x' || substr(" ~ digest ~ ", " ~ start ~ ", 8) as bigint) as double) / 4294967296e0") -%}
{%- endmacro %}

{% macro postgres___uniform(digest, start) -%}
  {%- do return("('x00000000' || substr(" ~ digest ~ ", " ~ start ~ ", 8))::bit(64)::bigint::float8 / 4294967296e0") -%}
{%- endmacro %}

{% macro spark___uniform(digest, start) -%}
  {%- do return("cast(conv(substr(" ~ digest ~ ", " ~ start ~ ", 8), 16, 10) as double) / 4294967296e0") -%}
{%- endmacro %}

{% macro bigquery___uniform(digest, start) -%}
  {%- do return("cast(concat('0x', substr(" ~ digest ~ ", " ~ start ~ ", 8)) as int64) / 4294967296") -%}
{%- endmacro %}

{% macro snowflake___uniform(digest, start) -%}
  {%- do return(
    "cast(to_number(substr(" ~ digest ~ ", " ~ start ~ ", 8), 'XXXXXXXX') as double) / " ~ dbt_nn._number(4294967296)
  ) -%}
{%- endmacro %}


{# The hex digest of a text. #}
{% macro _digest(expression) -%}
  {{ return(adapter.dispatch('_digest', 'dbt_nn')(expression)) }}
{%- endmacro %}

{% macro default___digest(expression) -%}
  {%- do return('md5(' ~ expression ~ ')') -%}
{%- endmacro %}

{% macro bigquery___digest(expression) -%}
  {%- do return('to_hex(md5(' ~ expression ~ '))') -%}
{%- endmacro %}
