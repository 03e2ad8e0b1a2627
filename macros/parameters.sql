{#
  The parameters that a stage reads: `from {{ dbt_nn.parameters(ref('init')) }}`.
  The loop replaces the marked reads with the latest parameters; every other read of the same relation is unchanged.
#}
{% macro parameters(relation=none) -%}
  {%- do dbt_nn._raise_problems("dbt_nn.parameters", dbt_nn._relation_problems('parameters', relation, takes_text=true)) -%}
  {%- do return(dbt_nn._marked('parameters', relation)) -%}
{%- endmacro %}
