{#
  Clipping, Pascanu et al. 2013: https://arxiv.org/abs/1211.5063
  Where the norm of a network's gradients, taken over all its parameters, is above `clip_norm`, all of them shrink until it is that.
#}
{% macro _clipped(network, joined) -%}
{%- set most = dbt_nn._number(network.clip_norm) -%}
{%- set columns = {} -%}
{%- for column in dbt_nn._optimizer_state(network) -%}
  {%- do columns.update({column.name: column.name}) -%}
{%- endfor -%}
{%- do columns.update({'gradient': 'gradient * (' ~ most ~ ' / greatest(gradient_norm, ' ~ most ~ '))'}) -%}
{{ dbt_nn._steps(network, joined, 'gradients of a norm above ' ~ network.clip_norm ~ ' shrink to it', columns, name='clipped') }}
{%- endmacro %}
