{#
  A state that decays: 0 where so little is left of it that a product of it would be too small for a double.
  Most warehouses round such a product to 0; some take it for an error.
#}
{% macro _no_trace(value) -%}
  {{ return(adapter.dispatch('_no_trace', 'dbt_nn')(value)) }}
{%- endmacro %}

{% macro default___no_trace(value) -%}
  {%- do return(value) -%}
{%- endmacro %}

{% macro postgres___no_trace(value) -%}
  {%- do return('case when abs(' ~ value ~ ') > ' ~ dbt_nn._number(1e-150) ~ ' then ' ~ value ~ ' else 0 end') -%}
{%- endmacro %}
