{#
  Clipping, Pascanu et al. 2013: https://arxiv.org/abs/1211.5063
  Where the norm of a network's gradients, taken over all its parameters, is above `clip_norm`, all of them shrink until it is that.
#}
{% macro _clipped(network, joined) -%}
{%- set most = dbt_nn._number(network.clip_norm) -%}
clipped as (
  -- gradients of a norm above {{ network.clip_norm }} shrink to it
  select
    network_key,
    iteration,
    layer,
    input,
    output,
    value,
    {%- for column in dbt_nn._optimizer_state(network) %}
    {{ column.name }},
    {%- endfor %}
    gradient * ({{ most }} / greatest(gradient_norm, {{ most }})) as gradient,
    {{ dbt_nn._carried_columns(network) | join(',\n') | indent(4) }}
  from {{ joined }}
  {{- dbt_nn._fence() }}
)
{%- endmacro %}
