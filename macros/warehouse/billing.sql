{# What a warehouse bills for a training, as lines to log: where it bills by bytes. #}
{% macro _billing_lines(cost) -%}
  {{ return(adapter.dispatch('_billing_lines', 'dbt_nn')(cost)) }}
{%- endmacro %}

{% macro default___billing_lines(cost) -%}
  {%- do return([]) -%}
{%- endmacro %}

{% macro bigquery___billing_lines(cost) -%}
  {%- do return(["  billed       " ~ dbt_nn._readable_bytes(cost.billed) ~ " on demand, at 10 MB or more for each table that a statement reads; by slots where you have a reservation"]) -%}
{%- endmacro %}


{# The least that is billed for a table that a statement reads. #}
{% macro _least_bytes_billed() -%}
  {{ return(adapter.dispatch('_least_bytes_billed', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___least_bytes_billed() -%}
  {%- do return(0) -%}
{%- endmacro %}

{# https://cloud.google.com/bigquery/pricing#on_demand_pricing #}
{% macro bigquery___least_bytes_billed() -%}
  {%- do return(10 * 1024 * 1024) -%}
{%- endmacro %}
