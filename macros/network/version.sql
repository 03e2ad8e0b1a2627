{# The version of this package: the one place. scripts/check_version.py compares dbt_project.yml and the documents with it. #}
{% macro _version() -%}
  {%- do return('0.2.0') -%}
{%- endmacro %}
