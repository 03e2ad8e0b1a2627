{% macro _is_dots(network) -%}
  {%- do return(network.layout == 'dots') -%}
{%- endmacro %}


{% macro _is_packed(network) -%}
  {%- do return(network.layout == 'packed') -%}
{%- endmacro %}


{#
  The layout of `auto`: columns for up to about 50 parameters, which is the most readable; then one row of lists for an iteration
  of few rows, where the warehouse can and no unit is dropped; else a list per unit. docs/loop.md has the measurements.
#}
{% macro _layout_for(network) -%}
  {%- if network.layout != 'auto' -%}
    {%- do return(network.layout) -%}
  {%- elif network.parameters <= 50 or not network.warehouse.prefers_lists -%}
    {%- do return('wide') -%}
  {%- elif network.rows_per_iteration and network.rows_per_iteration <= network.warehouse.packs_up_to
    and not network.dropout and not network.has_keys -%}
    {%- do return('packed') -%}
  {%- endif -%}
  {%- do return('dots') -%}
{%- endmacro %}
