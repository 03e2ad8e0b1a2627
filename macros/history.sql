{#
  The history of a network, to select from: one row per network and iteration, with the losses at the parameters that the iteration
  started from.
  `network` is a model of dbt_nn.train; of a training loop only the losses are known.
#}
{% macro history(network=none) -%}
{%- set where = "dbt_nn.history" -%}
{%- do dbt_nn._check_given_network(network, where, kwargs) -%}
{%- set relation = dbt_nn._standing_relation(network) -%}
{%- set columns = dbt_nn._own_columns('select * from ' ~ relation) if relation is not none else {} -%}
{%- if columns -%}
  {%- do dbt_nn._check_has_history(columns, where ~ ": " ~ network) -%}
{%- endif -%}
(

  {% if columns and 'role' not in columns -%}
  {{ dbt_nn._loop_history(network, columns) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._network_history(network) | indent(2) }}
  {%- endif %}

) as history
{%- endmacro %}
