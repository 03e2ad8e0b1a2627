{#
  The trainings of a network, to select from: one row per training, with when and why it was trained, on how many rows, what came out, and
  whether the network was promoted. A network that was trained by a version without this memory has no rows.
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
