{#
  The parameters of every kept checkpoint of a training loop or of a network of `train`, and its final ones: to select from, one set per
  iteration. Checkpoints are looked up when the query is compiled to run; before there are any, or in a unit test, the relation itself
  answers.
#}
{% macro checkpoints(network) -%}
  {%- set kept = dbt_nn._checkpoints_of(network) if execute and not network.is_cte else [] -%}
  {%- set standing = dbt_nn._standing_relation(network) -%}
  {%- set columns = dbt_nn._columns_of_query('select * from ' ~ standing) if standing is not none else {} -%}
(
  select network_key, iteration, layer, input, output, value
  from {{ network }}
  where {{ "role in ('weight', 'bias')" if 'role' in columns else 'layer is not null' }}
  {%- for checkpoint in kept %}

  union distinct

  select network_key, iteration, layer, input, output, value
  from {{ checkpoint.relation }}
  where layer is not null
  {%- endfor %}
) as checkpoints
{%- endmacro %}
