{# The version of this package, as dbt_project.yml has it. #}
{% macro _version() -%}
  {%- do return('0.1.0') -%}
{%- endmacro %}
