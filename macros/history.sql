{#
  The history of a trained network, to select from: one row per network and iteration.
  `network` is the relation of a training loop.
#}
{% macro history(network) -%}
(
  select
    network_key,
    iteration,
    train_loss
  from {{ network }}
  where layer is null
) as history
{%- endmacro %}
