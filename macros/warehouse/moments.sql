{#
  Dates and timestamps as numbers, whatever the session's time zone is:
    _microseconds(expression, type)   since 1970-01-01 00:00 in UTC; null of infinity. A timestamp without a zone is taken for UTC
    _month_of_day(day)                1 to 12 of a day, which counts from 1970-01-01
    _moment_text(microseconds)        2024-12-31, and where it is not midnight 2024-12-31 08:30:00 or 2024-12-31 08:30:00.250000
#}
{% macro _microseconds(expression, type) -%}
  {{ return(adapter.dispatch('_microseconds', 'dbt_nn')(expression, type)) }}
{%- endmacro %}

{# DuckDB has timestamps of seconds, milliseconds and nanoseconds too. #}
{% macro default___microseconds(expression, type) -%}
  {%- set is_of_another_precision = type | lower | trim in ['timestamp_s', 'timestamp_ms', 'timestamp_ns'] -%}
  {%- set moment = 'cast(' ~ expression ~ ' as timestamp)' if is_of_another_precision else expression -%}
  {%- do return('case when isfinite(' ~ moment ~ ') then epoch_us(' ~ moment ~ ') end') -%}
{%- endmacro %}

{% macro postgres___microseconds(expression, type) -%}
  {%- do return('case when isfinite(' ~ expression ~ ') then cast(extract(epoch from ' ~ expression ~ ') * 1000000 as bigint) end') -%}
{%- endmacro %}

{# A timestamp without a zone has no number here, except by way of the session's zone; its parts have. #}
{% macro spark___microseconds(expression, type) -%}
  {%- set name = type | lower | trim -%}
  {%- if name == 'timestamp' -%}
    {%- do return('unix_micros(' ~ expression ~ ')') -%}
  {%- endif -%}
  {%- set day = 'unix_date(cast(' ~ expression ~ ' as date)) * 86400000000' -%}
  {%- if name == 'date' -%}
    {%- do return(day) -%}
  {%- endif -%}
  {%- do return(
    '(' ~ day ~ ' + hour(' ~ expression ~ ') * 3600000000 + minute(' ~ expression ~ ') * 60000000 + cast(extract(second from '
    ~ expression ~ ') * 1000000 as bigint))'
  ) -%}
{%- endmacro %}

{% macro bigquery___microseconds(expression, type) -%}
  {%- set name = type | lower | trim -%}
  {%- if name == 'date' -%}
    {%- do return('unix_date(' ~ expression ~ ') * 86400000000') -%}
  {%- endif -%}
  {%- do return('unix_micros(' ~ ('timestamp(' ~ expression ~ ')' if name == 'datetime' else expression) ~ ')') -%}
{%- endmacro %}

{# A timestamp without a zone is taken for UTC. #}
{% macro snowflake___microseconds(expression, type) -%}
  {%- if type | lower | trim == 'date' -%}
    {%- do return("datediff('day', '1970-01-01'::date, " ~ expression ~ ') * 86400000000') -%}
  {%- endif -%}
  {%- do return("date_part('epoch_microsecond', " ~ expression ~ ')') -%}
{%- endmacro %}


{% macro _month_of_day(day) -%}
  {{ return(adapter.dispatch('_month_of_day', 'dbt_nn')(day)) }}
{%- endmacro %}

{% macro default___month_of_day(day) -%}
  {%- do return('cast(extract(month from ' ~ dbt_nn._date_of_day(day) ~ ') as integer)') -%}
{%- endmacro %}

{% macro spark___month_of_day(day) -%}
  {%- do return('month(' ~ dbt_nn._date_of_day(day) ~ ')') -%}
{%- endmacro %}

{% macro bigquery___month_of_day(day) -%}
  {%- do return('extract(month from ' ~ dbt_nn._date_of_day(day) ~ ')') -%}
{%- endmacro %}


{% macro _date_of_day(day) -%}
  {{ return(adapter.dispatch('_date_of_day', 'dbt_nn')(day)) }}
{%- endmacro %}

{# date + integer in DuckDB and PostgreSQL. #}
{% macro default___date_of_day(day) -%}
  {%- do return("date '1970-01-01' + cast(" ~ day ~ " as integer)") -%}
{%- endmacro %}

{% macro spark___date_of_day(day) -%}
  {%- do return('date_from_unix_date(cast(' ~ day ~ ' as int))') -%}
{%- endmacro %}

{% macro bigquery___date_of_day(day) -%}
  {%- do return('date_from_unix_date(cast(' ~ day ~ ' as int64))') -%}
{%- endmacro %}

{% macro snowflake___date_of_day(day) -%}
  {%- do return("dateadd('day', cast(" ~ day ~ " as integer), '1970-01-01'::date)") -%}
{%- endmacro %}


{# Equal texts are equal moments, because a double holds the microseconds of some centuries. #}
{% macro _moment_text(microseconds) -%}
  {%- set length_of_day = dbt_nn._number(86400000000) -%}
  {%- set day = 'floor(' ~ microseconds ~ ' / ' ~ length_of_day ~ ')' -%}
  {%- set clock = '(' ~ microseconds ~ ' - ' ~ day ~ ' * ' ~ length_of_day ~ ')' -%}
  {%- set date = dbt_nn._date_text(dbt_nn._date_of_day(day)) -%}
  {%- set seconds = 'floor(' ~ clock ~ ' / ' ~ dbt_nn._number(1000000) ~ ')' -%}
  {%- set minutes = 'floor(' ~ clock ~ ' / ' ~ dbt_nn._number(60000000) ~ ')' -%}
  {%- set hours = 'floor(' ~ clock ~ ' / ' ~ dbt_nn._number(3600000000) ~ ')' -%}
  {%- set fraction = '(' ~ clock ~ ' - ' ~ seconds ~ ' * ' ~ dbt_nn._number(1000000) ~ ')' -%}
  {%- set moment = dbt.concat([
    date, "' '", dbt_nn._digits(hours, '00'), "':'", dbt_nn._digits(minutes ~ ' - 60 * ' ~ hours, '00'), "':'",
    dbt_nn._digits(seconds ~ ' - 60 * ' ~ minutes, '00'),
    'case when ' ~ fraction ~ ' > 0 then ' ~ dbt.concat(["'.'", dbt_nn._digits(fraction, '000000')]) ~ " else '' end"
  ]) -%}
  {%- do return('case when ' ~ clock ~ ' = 0 then ' ~ date ~ ' else ' ~ moment ~ ' end') -%}
{%- endmacro %}


{# An integer that has at most as many digits as there are zeros, with zeros before it. #}
{% macro _digits(number, zeros) -%}
  {%- set whole = 'cast(1' ~ zeros ~ ' + ' ~ number ~ ' as ' ~ dbt.type_int() ~ ')' -%}
  {%- do return('substr(cast(' ~ whole ~ ' as ' ~ dbt.type_string() ~ '), 2, ' ~ zeros | length ~ ')') -%}
{%- endmacro %}


{# Whether a type is a date or a timestamp; a time of day and an interval are none. #}
{% macro _is_moment(type) -%}
  {%- set name = type | lower | trim -%}
  {%- do return(name.startswith('date') or name.startswith('timestamp')) -%}
{%- endmacro %}
