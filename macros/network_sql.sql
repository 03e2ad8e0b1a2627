{#
  A network as one SELECT that needs nothing but the examples: its constants and parameters are written out.
  `examples` is what stands after FROM; a name of your choice where the query will run.
#}
{% macro network_sql(network, examples='examples') -%}
{%- if not execute -%}{%- do return('select * from ' ~ examples) -%}{%- endif -%}
{%- set shape = dbt_nn._network_shape(network) -%}
{%- do dbt_nn._check_is_trained(shape, network, "dbt_nn.network_sql") -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
  {%- do return(dbt_nn._predictions_without_rows(network, examples, shape)) -%}
{%- endif -%}
{{ dbt_nn._predictions(shape, network, examples, is_literal=true) }}
{%- endmacro %}
