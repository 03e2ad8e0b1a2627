{# What a warehouse bills for a training, as lines to log, from the bytes in words: where it bills by bytes. #}
{% macro _billing_lines(billed) -%}
  {{ return(adapter.dispatch('_billing_lines', 'dbt_nn')(billed)) }}
{%- endmacro %}

{% macro default___billing_lines(billed) -%}
  {%- do return([]) -%}
{%- endmacro %}

{% macro bigquery___billing_lines(billed) -%}
  {%- do return([
    "  billed       " ~ billed ~ " on demand, at least 10 MB for each table that a statement reads; "
    ~ "with a reservation, slots are billed instead"
  ]) -%}
{%- endmacro %}
