{#
  One training iteration of a trained network as a SELECT, for reading and for trying: the examples are encoded as the network encodes them,
  the parameters are the stored ones, and the result is the parameters after one more iteration, with its losses.
#}
{% macro iteration(network=none) -%}
{%- set where = "dbt_nn.iteration" -%}
{%- do dbt_nn._raise_problems(where, dbt_nn._relation_problems('network', network)) -%}
{%- if not execute -%}{%- do return('select * from ' ~ network) -%}{%- endif -%}
{%- set node = dbt_nn._node_of_relation(network, where) -%}
{%- set shape = dbt_nn._network_shape(network) -%}
{%- do dbt_nn._check_is_trained(shape, network, where) -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
  {%- do return('select * from ' ~ network ~ ' where 1 = 0') -%}
{%- endif -%}
{{ dbt_nn._iteration_of_network(dbt_nn._inspected(node, network | string, where ~ " of " ~ node.name)) }}
{%- endmacro %}
