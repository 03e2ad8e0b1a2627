{% macro _is_dots(network) -%}
  {%- do return(network.get('layout') == 'dots') -%}
{%- endmacro %}


{% macro _is_packed(network) -%}
  {%- do return(network.get('layout') == 'packed') -%}
{%- endmacro %}


{#
  The layout of `auto`: columns for up to about 50 parameters, which is the most readable; then one row of lists for an iteration
  of few rows, where the warehouse can and no unit is dropped; else a list per unit. docs/loop.md has the measurements.
#}
{% macro _layout_for(network) -%}
  {%- if network.get('layout', 'auto') != 'auto' -%}
    {%- do return(network.layout) -%}
  {%- elif network.parameters <= 50 or not dbt_nn._prefers_lists() -%}
    {%- do return('wide') -%}
  {%- elif network.get('rows_per_iteration') and network.rows_per_iteration <= dbt_nn._packs_up_to() and not network.get('dropout') -%}
    {%- do return('packed') -%}
  {%- endif -%}
  {%- do return('dots') -%}
{%- endmacro %}
