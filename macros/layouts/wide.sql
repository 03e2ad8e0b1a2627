{#
  The wide layout: every unit and every parameter is a column.
    w_<layer>_<input>_<output>   a weight; input 0 is the bias
    sum_<layer>_<unit>, hidden_<layer>_<unit>, score_<unit>, delta_<layer>_<unit>
#}

{# The parameters as one row per network and iteration. #}
{% macro _wide_weights(network, parameters) -%}
{%- if network.listed -%}{%- do return(dbt_nn._wide_weights_of_list(network, parameters)) -%}{%- endif -%}
-- one row per network, one column per parameter: w_<layer>_<input>_<output>; input 0 is the bias
select
  {{ dbt_nn._network_and_iteration(network) }},
  {%- if network.has_penalty %}
  {{ dbt_nn._penalty(network) }} as penalty,
  {%- endif %}
  {%- for layer in network.layers %}
  {%- for output in range(1, layer.outputs + 1) %}
  {%- for input in range(layer.inputs + 1) %}
  {%- set name = 'w_' ~ layer.layer ~ '_' ~ input ~ '_' ~ output %}
  max(case when layer = {{ layer.layer }} and input = {{ input }} and output = {{ output }} then value end) as {{ name }}
  {{- ',' if not (loop.last) }}
  {%- endfor %}
  {{- ',' if not loop.last }}
  {%- endfor %}
  {{- ',' if not loop.last }}
  {%- endfor %}
from {{ parameters }}
{{ dbt_nn._of_each_network(network) }}
{%- endmacro %}


{# The weighted sum of one unit. #}
{% macro _wide_weighted_sum(layer, output) -%}
  {%- set terms = ['w_' ~ layer.layer ~ '_0_' ~ output] -%}
  {%- for name in dbt_nn._inputs(layer) -%}
    {%- do terms.append(name ~ ' * w_' ~ layer.layer ~ '_' ~ loop.index ~ '_' ~ output) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._sum_of(terms)) -%}
{%- endmacro %}


{# The loss that comes back to one unit: the deltas of the layer above, each times its weight. #}
{% macro _wide_returning_sum(layer_above, unit) -%}
  {%- set terms = [] -%}
  {%- for output in range(1, layer_above.outputs + 1) -%}
    {%- do terms.append('delta_' ~ layer_above.layer ~ '_' ~ output ~ ' * w_' ~ layer_above.layer ~ '_' ~ unit ~ '_' ~ output) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._sum_of(terms)) -%}
{%- endmacro %}


{# The gradient of every parameter, in the order of positions: output by output, the bias first. #}
{% macro _wide_products(network) %}
  {% set aggregate = 'sum' if network.has_shares else 'avg' %}
  {% set products = [] %}
  {% for layer in network.layers %}
    {% for output in range(1, layer.outputs + 1) %}
      {# The deltas of a pair of scores are each other's negative: the warehouse adds them up once. #}
      {% set is_mirrored = network.is_pair and layer == network.layers[-1] and output == 1 %}
      {% set delta = 'delta_' ~ layer.layer ~ '_' ~ (2 if is_mirrored else output) %}
      {% set aggregated = ('-' if is_mirrored else '') ~ aggregate %}
      {% do products.append(aggregated ~ '(' ~ delta ~ ')') %}
      {% for name in dbt_nn._inputs_of_gradients(network, layer) %}
        {% do products.append(aggregated ~ '(' ~ name ~ ' * ' ~ delta ~ ')') %}
      {% endfor %}
    {% endfor %}
  {% endfor %}
  {% do return(products) %}
{% endmacro %}


{% macro _wide_gradients(network, deltas) -%}
averages as (
  -- the mean over the examples: the loss, and input times delta for every parameter
  select
    {{ dbt_nn._network_key_of(network) }},
    {{ dbt_nn._measured(network) | join(',\n') | indent(4) }},
    {{ dbt_nn._array(dbt_nn._wide_products(network)) | indent(4) }} as gradients
  from {{ deltas }}
  {%- if not network.is_single %}
  group by network_key
  {%- endif %}
)
{{- dbt_nn._gradients_as_rows(network) }}
{%- endmacro %}
