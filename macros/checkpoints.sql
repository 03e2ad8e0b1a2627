{#
  The parameters of every kept checkpoint of a training loop, and its final ones: to select from, one set per iteration.
  Checkpoints are looked up when the query is compiled to run; before there are any, or in a unit test, the loop's own relation answers.
#}
{% macro checkpoints(network) -%}
  {%- set kept = dbt_nn._checkpoints_of(network) if execute and not network.is_cte else [] -%}
(
  select network_key, iteration, layer, input, output, value
  from {{ network }}
  where layer is not null
  {%- for checkpoint in kept %}

  union distinct

  select network_key, iteration, layer, input, output, value
  from {{ checkpoint.relation }}
  where layer is not null
  {%- endfor %}
) as checkpoints
{%- endmacro %}
