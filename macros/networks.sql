{#
  The networks of a fleet, to select from: one row per network, with the columns of group_by, trial, fold and restart, how many rows it
  trains and validates on, the iteration and the losses that were kept, whether predictions come from it, and the reason if they do not. A
  group that was not trained has a row too. A network that is not a fleet is one row.
#}
{% macro networks(network=none) -%}
{%- set where = "dbt_nn.networks" -%}
{%- do dbt_nn._check_given_network(network, where, kwargs) -%}
{%- set shape = dbt_nn._network_shape(network, where) if execute else none -%}
(

  {{ dbt_nn._networks(network, shape) | indent(2) }}

) as networks
{%- endmacro %}
