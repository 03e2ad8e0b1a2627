{# One iteration as a SELECT of everything: the stages of stages/one_iteration.sql over the network as it is stored. #}
{% macro _iteration_of_network(prepared) -%}
{%- set network = dbt_nn._as_iterated(prepared.network) -%}
{%- set stages = dbt_nn._iteration_stages(network, 'encoded_examples', dbt_nn._inspected_parameters(network)) -%}
-- the iteration after the stored parameters: {{ dbt_nn._network_in_words(prepared.network) }}; dbt_nn {{ dbt_nn._version() }}
with {{ dbt_nn._inspected_tables(prepared) }},

{% if network.listed -%}
{{ dbt_nn._inspected_lists(network, 'stored_parameters') }},

{% endif -%}
{{ dbt_nn._further_ctes(stages, dbt_nn._inspected_parameters(network)) }}

{% if network.listed -%}
-- a row for each parameter again
select
  {{ dbt_nn._columns_as_rows(dbt_nn._columns_of_inspected(network), network.listed) | join(',\n') | indent(2) }}
from updated
{%- else -%}
select * from updated
{%- endif -%}
{%- endmacro %}


{# The CTE that an iteration reads its parameters from: that of their rows, or of their lists. #}
{% macro _inspected_parameters(network) -%}
  {%- do return('listed_parameters' if network.listed else 'stored_parameters') -%}
{%- endmacro %}


{% macro _inspected_lists(network, rows) -%}
{%- set columns = dbt_nn._columns_of_inspected(network) -%}
listed_parameters as (
  -- one row, with a list of all parameters in each column of theirs
  {{ dbt_nn._parameters_as_lists(columns, network.listed, rows, is_single=true) | indent(2) }}
)
{%- endmacro %}


{% macro _columns_of_inspected(network) %}
  {% do return(['network_key', 'iteration', 'layer', 'input', 'output', 'value']
    + (dbt_nn._state_columns(network) | map(attribute='name') | list)) %}
{% endmacro %}


{# A query's CTEs behind others. Nothing is replaced in it any more, so its marks are clutter. #}
{% macro _further_ctes(query, parameters) %}
  {% set query = dbt_nn._turn_to(query, 'examples', 'encoded_examples') %}
  {% do return(dbt_nn._turn_to(query, 'parameters', parameters)[('with ' | length):]) %}
{% endmacro %}
