{# Where there is one network, its key is '', and the aggregates need no groups, which take two thirds more time. #}
{% macro _network_key_of(network) -%}
  {%- do return("'' as network_key" if network.is_single else 'network_key') -%}
{%- endmacro %}


{#
  The parameters' aggregate is one row then, and the warehouse knows: it would guess at hundreds of groups, and at as many copies of the
  examples.
#}
{% macro _network_and_iteration(network) -%}
  {%- do return("'' as network_key, max(iteration) as iteration" if network.is_single else 'network_key, iteration') -%}
{%- endmacro %}


{% macro _of_each_network(network) -%}
  {%- do return('having count(*) > 0' if network.is_single else 'group by network_key, iteration') -%}
{%- endmacro %}


{# To the rows of an iteration: the weights of the network that a row belongs to, or those of every network. #}
{% macro _join_to_weights(network, examples) -%}
  {%- do return('inner join weights on ' ~ examples ~ '.row_key = weights.network_key' if network.has_keys else 'cross join weights') -%}
{%- endmacro %}


{# One network needs no partition, which would cost a small one a tenth of an iteration. #}
{% macro _partition_of_network(network, network_key) -%}
  {%- do return('' if network.is_single else 'partition by ' ~ network_key) -%}
{%- endmacro %}
