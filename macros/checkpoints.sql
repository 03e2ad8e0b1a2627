{#
  The parameters of every kept checkpoint of a training loop or of a network of `train`, and its final ones: to select from, one set per
  iteration. Checkpoints are looked up when the query is compiled to run; before there are any, and in a unit test, the relation itself is
  read.
#}
{% macro checkpoints(network=none) -%}
  {%- set where = "dbt_nn.checkpoints" -%}
  {%- do dbt_nn._check_given_network(network, where, kwargs) -%}
  {%- set kept = dbt_nn._checkpoints_of(network, none) if execute and not network.is_cte else [] -%}
  {%- set standing = dbt_nn._standing_relation(network) -%}
  {%- set columns = dbt_nn._columns_of_query('select * from ' ~ standing) if standing is not none else {} -%}
  {%- set is_network = 'role' in columns -%}
  {%- if columns -%}
    {%- do dbt_nn._check_has_parameters(columns, where ~ ": " ~ network) -%}
  {%- endif -%}
(
  select network_key, iteration, layer, input, output, value
  from {{ network }}
  where {{ "role in ('weight', 'bias')" if is_network else 'layer is not null' }}
  {%- if is_network and kept %}
    -- early stopping keeps parameters under the iteration that measured them, after which a checkpoint has others
    and iteration not in ({{ kept | map(attribute='iteration') | join(', ') }})
  {%- endif %}
  {%- for checkpoint in kept %}

  union distinct

  select network_key, iteration, layer, input, output, value
  from {{ checkpoint.relation }}
  where layer is not null
  {%- endfor %}
) as checkpoints
{%- endmacro %}
