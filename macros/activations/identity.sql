{% macro _identity_value(sum) -%}
  {%- do return(sum) -%}
{%- endmacro %}

{% macro _identity_slope(sum, value) -%}
  {%- do return('1') -%}
{%- endmacro %}

{% macro _identity_share(sum, start, value, start_value) -%}
  {%- do return('1') -%}
{%- endmacro %}
