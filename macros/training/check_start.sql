{# The starting parameters: every one there, once, finite, at iteration 0. #}
{% macro _check_start(parameters, network, where) %}
  {% set found = dbt_nn._query(dbt_nn._start_facts(parameters, network)).rows[0] %}
  {% set problems = [] %}
  {% if not found['parameters'] %}
    {% do problems.append(parameters ~ " has no rows, so there are no parameters to start from") %}
  {% else %}
    {% if found['distinct_keys'] < found['parameters'] %}
      {% do problems.append(
        (found['parameters'] - found['distinct_keys']) ~ " rows of " ~ parameters ~ " repeat a network_key, layer, input and output"
      ) %}
    {% endif %}
    {% if found['not_finite'] %}
      {% do problems.append(found['not_finite'] ~ " starting values in " ~ parameters ~ " are null, NaN or infinite") %}
    {% endif %}
    {% if found['later'] %}
      {% do problems.append(found['later'] ~ " rows of " ~ parameters ~ " are not at iteration 0, where training starts") %}
    {% endif %}
    {% if network and found['parameters'] != found['networks'] * network.parameters %}
      {% do problems.append(
        parameters ~ " has " ~ found['parameters'] ~ " parameters for " ~ dbt_nn._counted(found['networks'], 'network')
        ~ ", but layers of " ~ dbt_nn._sizes(network) | join('-') ~ " units need " ~ network.parameters ~ " each"
      ) %}
    {% elif network and found['fitting'] != found['parameters'] %}
      {% do problems.append(
        (found['parameters'] - found['fitting']) ~ " rows of " ~ parameters ~ " name a layer, input or output that layers of "
        ~ dbt_nn._sizes(network) | join('-') ~ " units do not have"
      ) %}
    {% endif %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{% macro _start_facts(parameters, network) -%}
with keys as (
  select
    network_key,
    layer,
    input,
    output,
    sum(case when not {{ dbt_nn._is_finite('value') }} then 1 else 0 end) as not_finite,
    sum(case when iteration = 0 then 0 else 1 end) as later,
    count(*) as repeats
  from {{ parameters }}
  group by network_key, layer, input, output
)

select
  coalesce(sum(repeats), 0) as parameters,
  count(*) as distinct_keys,
  count(distinct network_key) as networks,
  coalesce(sum(not_finite), 0) as not_finite,
  coalesce(sum(later), 0) as later,
  {{ dbt_nn._fitting(network) }} as fitting
from keys
{%- endmacro %}


{# How many keys lie within the network's layers. #}
{% macro _fitting(network) -%}
{%- if not network -%}
  {%- do return('count(*)') -%}
{%- endif -%}
sum(case layer
    {%- for layer in network.layers %}
    {%- set fits = 'input between 0 and ' ~ layer.inputs ~ ' and output between 1 and ' ~ layer.outputs %}
    when {{ layer.layer }} then case when {{ fits }} then 1 else 0 end
    {%- endfor %}
    else 0
  end)
{%- endmacro %}
