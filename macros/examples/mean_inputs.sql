{#
  The mean of every input over the training rows, as one list: where explanations start from. Rows that weigh count by their weight. Twelve
  decimals are precise enough, and the same in every run: the last digits of a mean depend on the order of its rows.
#}
{% macro _mean_inputs(network, examples) -%}
{%- set weight = ('weight' if network.batch_size else 'train_share') if network.is_weighted else '' -%}
{%- set means = [] -%}
{%- for name in network.features -%}
  {%- set x = 'x_' ~ loop.index -%}
  {%- set mean = 'sum(' ~ weight ~ ' * ' ~ x ~ ') / sum(' ~ weight ~ ')' if weight else 'avg(' ~ x ~ ')' -%}
  {%- do means.append('round(' ~ dbt_nn._number('1e12') ~ ' * ' ~ mean ~ ') / ' ~ dbt_nn._number('1e12')) -%}
{%- endfor -%}
select
  {{ 'row_key as network_key' if network.has_keys else '0 as layer' }},
  {{ dbt_nn._array(means) | indent(2) }} as means
from {{ examples }}
where {{ 'is_train = 1' if network.batch_size else 'train_share > 0' }}
{{- '\ngroup by row_key' if network.has_keys }}
{%- endmacro %}
