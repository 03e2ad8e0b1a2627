{# The examples that a stage reads; the mark tells the loop whose rows to remember for a resume. #}
{% macro examples(relation=none) -%}
  {%- do dbt_nn._raise_problems("dbt_nn.examples", dbt_nn._relation_problems('examples', relation, takes_text=true)) -%}
  {%- do return(dbt_nn._marked('examples', relation)) -%}
{%- endmacro %}
