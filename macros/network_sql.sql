{#
  A network as one SELECT that needs nothing but the examples: its constants and parameters are written out.
  `examples` is what stands after FROM; a name of your choice where the query will run.
#}
{% macro network_sql(network, examples='examples') -%}
{%- if not execute -%}{%- do return('select * from ' ~ examples) -%}{%- endif -%}
{%- set shape = dbt_nn._network_shape(network) -%}
{%- if shape is none and (flags.EMPTY or flags.WHICH == 'generate') -%}
  {#- There is no network yet, and nobody will run this query. -#}
  {%- do return(dbt_nn._unknown_predictions(network, examples)) -%}
{%- elif shape is none -%}
  {%- do exceptions.raise_compiler_error("dbt_nn.network_sql: there is no trained network in " ~ network ~ "; run its model first") -%}
{%- endif -%}
{{ dbt_nn._predictions(shape, network, examples, is_literal=true) }}
{%- endmacro %}
