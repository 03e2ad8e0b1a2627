{#
  The parameters that a stage reads: `from {{ dbt_nn.parameters(ref('init')) }}`.
  The marks tell the loop which reads to turn to the latest parameters; every other read of the same relation is left alone.
#}
{% macro parameters(relation) -%}
  {%- do return(dbt_nn._marked('parameters', relation)) -%}
{%- endmacro %}


{# The examples that a stage reads; the mark tells the loop whose rows to remember for a resume. #}
{% macro examples(relation) -%}
  {%- do return(dbt_nn._marked('examples', relation)) -%}
{%- endmacro %}


{# A relation between two marks; one that is marked already stays as it is. #}
{% macro _marked(mark, relation) -%}
  {%- set given = relation | string -%}
  {%- if relation is none or not given -%}
    {%- do exceptions.raise_compiler_error("dbt_nn: the " ~ mark ~ " are missing; pass them as " ~ mark ~ "=ref('...')") -%}
  {%- elif '/*<' ~ mark ~ '>*/' in given -%}
    {%- do return(given) -%}
  {%- endif -%}
  {%- do return('/*<' ~ mark ~ '>*/ ' ~ given ~ ' /*</' ~ mark ~ '>*/') -%}
{%- endmacro %}
