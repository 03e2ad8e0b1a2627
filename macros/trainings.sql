{#
  The trainings of a network, to select from: one row per training, with its time, reason, numbers of rows, losses and outcome. A network of
  version 0.1.0 has no rows.
#}
{% macro trainings(network=none) -%}
{%- do dbt_nn._check_given_network(network, "dbt_nn.trainings", kwargs) -%}
{%- set relation = dbt_nn._standing_relation(network) -%}
{%- if relation is not none -%}
  {%- do dbt_nn._check_is_network(relation, "dbt_nn.trainings: " ~ relation) -%}
{%- endif -%}
(

  {{ dbt_nn._trainings(network) | indent(2) }}

) as trainings
{%- endmacro %}
