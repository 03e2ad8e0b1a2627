{#
  A text of many categories as one of some buckets, by a digest of it: the same bucket on every warehouse. A bucket without a training row
  has no input; a missing text is in none.
#}
{% macro _bucket_of(raw, buckets) -%}
  {%- set drawn = dbt_nn._uniform(dbt_nn._digest(dbt.concat(["'bucket-'", raw])), 1) -%}
  {%- do return('cast(floor(' ~ drawn ~ ' * ' ~ dbt_nn._number(buckets) ~ ') as ' ~ dbt.type_int() ~ ')') -%}
{%- endmacro %}


{# {inputs, rows: how many training rows are not missing} #}
{% macro _learned_buckets(feature, index, encoding, source) %}
  {% set column = dbt_nn._bucket_column(index, encoding.buckets | string) %}
  {% set found = dbt_nn._query(dbt_nn._rows_of_buckets(column, source)).rows %}
  {% set inputs = [] %}
  {% set present = namespace(rows=0) %}
  {% for row in found if found | length > 1 %}
    {% set present.rows = present.rows + row['row_count'] | int %}
    {% set kind = 'bucket ' ~ (row['bucket'] | int) ~ ' of ' ~ encoding.buckets %}
    {% do inputs.append({'name': feature.name ~ '=<' ~ kind ~ '>', 'kind': kind}) %}
  {% endfor %}
  {% do return({'inputs': inputs, 'rows': present.rows}) %}
{% endmacro %}


{% macro _rows_of_buckets(column, source) -%}
with source as (

{{ source }}

)

select {{ column }} as bucket, count(*) as row_count
from source
where split = 'train' and {{ column }} is not null
group by {{ column }}
order by {{ column }}
{%- endmacro %}


{% macro _bucket_column(index, buckets) -%}
  {%- do return('bucket_' ~ index ~ '_' ~ buckets) -%}
{%- endmacro %}


{% macro _encoded_bucket(input, raw, k) -%}
  {%- set words = input.kind.split(' ') -%}
  {%- set column = dbt_nn._bucket_column(input.feature.index, words[3]) -%}
  {%- do return('coalesce(' ~ dbt_nn._indicator(column ~ ' = ' ~ words[1]) ~ ', ' ~ dbt_nn._number(0) ~ ')') -%}
{%- endmacro %}
