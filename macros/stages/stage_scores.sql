{# One score per output: the weighted sum of the last hidden layer, or of the features where there is none. #}
{% macro stage_scores(network=none, hidden=none) -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_scores", network, {'hidden': hidden}, {'hidden': ['network_key']}, kwargs) -%}
{{ dbt_nn._scores(network, hidden) }}
{%- endmacro %}


{% macro _scores(network, hidden) -%}
{%- if dbt_nn._is_packed(network) -%}{%- do return(dbt_nn._packed_scores(network, hidden)) -%}{%- endif -%}
{%- set layer = network.layers[-1] -%}
select
  *,
  {%- for output in range(1, layer.outputs + 1) %}
  {{ dbt_nn._weighted_sum(network, layer, output) }} as score_{{ output }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ dbt_nn._packed_inputs(network, hidden, layer) }}
{{- network.warehouse.fence }}
{%- endmacro %}
