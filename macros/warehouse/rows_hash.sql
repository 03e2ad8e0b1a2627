{# An integer, as text, that depends on every value of every row of `alias`, but not on the rows' order. #}
{% macro _rows_hash(alias) -%}
  {%- do return('cast(coalesce(sum(' ~ dbt_nn._row_hash(alias) ~ '), 0) as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{# An integer that depends on every value of a row of `alias`, of a type that holds the sum of all rows. #}
{% macro _row_hash(alias) -%}
  {{ return(adapter.dispatch('_row_hash', 'dbt_nn')(alias)) }}
{%- endmacro %}

{% macro default___row_hash(alias) -%}
  {%- do exceptions.raise_compiler_error(
    "dbt_nn has no hash of rows for " ~ target.type ~ "; add one in macros/warehouse/rows_hash.sql"
  ) -%}
{%- endmacro %}

{% macro duckdb___row_hash(alias) -%}
  {%- do return("cast(hash(" ~ alias ~ ") as hugeint)") -%}
{%- endmacro %}

{# The number is the same in every run, so is the JSON of a row. #}
{% macro bigquery___row_hash(alias) -%}
  {%- do return("cast(farm_fingerprint(to_json_string(" ~ alias ~ ")) as numeric)") -%}
{%- endmacro %}

{# 64 bits with a sign; a sum of them is a NUMBER of 38 digits. #}
{% macro snowflake___row_hash(alias) -%}
  {%- do return("hash(" ~ alias ~ ".*)") -%}
{%- endmacro %}

{# The row as it is sent to a client that reads bytes: its text depends on the session, on DateStyle, TimeZone and extra_float_digits. #}
{% macro postgres___row_hash(alias) -%}
  {%- do return("hashtextextended(encode(record_send(" ~ alias ~ "), 'hex'), 0)") -%}
{%- endmacro %}

{# A map has no hash in Spark; a network takes no such column anyway. #}
{% macro spark___row_hash(alias) -%}
  {%- do return("cast(xxhash64(" ~ alias ~ ".*) as decimal(38, 0))") -%}
{%- endmacro %}


{# The same as version 0.1.0 had it, for the fingerprints that its networks hold. #}
{% macro _rows_hash_of_0_1_0(alias) -%}
  {{ return(adapter.dispatch('_rows_hash_of_0_1_0', 'dbt_nn')(alias)) }}
{%- endmacro %}

{% macro default___rows_hash_of_0_1_0(alias) -%}
  {%- do return(dbt_nn._rows_hash(alias)) -%}
{%- endmacro %}

{% macro postgres___rows_hash_of_0_1_0(alias) -%}
  {%- do return("cast(coalesce(sum(hashtextextended(cast(" ~ alias ~ " as text), 0)), 0) as text)") -%}
{%- endmacro %}
