{#
  The parameters that a stage reads: `from {{ dbt_nn.parameters(ref('init')) }}`.
  The marks tell the loop which reads to turn to the latest parameters; every other read of the same relation is left alone.
#}
{% macro parameters(relation) -%}
  {%- do return(dbt_nn._marked('parameters', relation)) -%}
{%- endmacro %}
