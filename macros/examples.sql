{# The examples that a stage reads; the mark tells the loop whose rows to remember for a resume. #}
{% macro examples(relation) -%}
  {%- do return(dbt_nn._marked('examples', relation)) -%}
{%- endmacro %}
