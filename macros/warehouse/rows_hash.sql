{# A whole number that depends on every value of every row of `alias`, but not on the rows' order. #}
{% macro _rows_hash(alias) -%}
  {{ return(adapter.dispatch('_rows_hash', 'dbt_nn')(alias)) }}
{%- endmacro %}

{% macro default___rows_hash(alias) -%}
  {%- do exceptions.raise_compiler_error(
    "dbt_nn has no hash of rows for " ~ target.type ~ " yet; add one in macros/warehouse/rows_hash.sql"
  ) -%}
{%- endmacro %}

{# Text, for a sum of 64-bit hashes passes every integer type that a client reads. #}
{% macro duckdb___rows_hash(alias) -%}
  {%- do return("cast(coalesce(sum(cast(hash(" ~ alias ~ ") as hugeint)), 0) as varchar)") -%}
{%- endmacro %}

{# The number is the same in every run, so is the JSON of a row; the sum of as many as a table has fits a NUMERIC. #}
{% macro bigquery___rows_hash(alias) -%}
  {%- do return("cast(coalesce(sum(cast(farm_fingerprint(to_json_string(" ~ alias ~ ")) as numeric)), 0) as string)") -%}
{%- endmacro %}

{# The row as it is sent to a client that reads bytes: its text hangs on the session, on DateStyle, TimeZone and extra_float_digits. #}
{% macro postgres___rows_hash(alias) -%}
  {%- do return("cast(coalesce(sum(hashtextextended(encode(record_send(" ~ alias ~ "), 'hex'), 0)), 0) as text)") -%}
{%- endmacro %}

{# A map has no hash in Spark; a network takes no such column anyway. #}
{% macro spark___rows_hash(alias) -%}
  {%- do return("cast(coalesce(sum(cast(xxhash64(" ~ alias ~ ".*) as decimal(38, 0))), 0) as string)") -%}
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
