{# One iteration as a SELECT of everything: the stages of stages/one_iteration.sql over the network as it is stored. #}
{% macro _iteration_of_network(prepared) -%}
{%- set stages = dbt_nn._one_iteration(prepared.network, 'encoded_examples', 'stored_parameters') -%}
-- the iteration after the stored parameters: {{ dbt_nn._network_in_words(prepared.network) }}; dbt_nn {{ dbt_nn._version() }}
with {{ dbt_nn._inspected_tables(prepared) }},

{{ dbt_nn._further_ctes(stages) }}
{%- endmacro %}


{# A query's CTEs behind others. Nothing is replaced in it any more, so its marks are clutter. #}
{% macro _further_ctes(query) %}
  {% set query = dbt_nn._turn_to(query, 'examples', 'encoded_examples') %}
  {% do return(dbt_nn._turn_to(query, 'parameters', 'stored_parameters')[('with ' | length):]) %}
{% endmacro %}
