{#
  What a network's rows are read from when a query is compiled, for a FROM clause: the relation that stands, or in a unit test the rows that
  it gives; '' where there is nothing to read. Rows that have no options are parameters alone: then the rest is the standing network's.
#}
{% macro _network_to_read(network) %}
  {% set given = dbt_nn._given_network(network) %}
  {% if given %}
    {% set from_given = '(\n' ~ given ~ '\n) as given_network' %}
    {% do dbt_nn._check_is_network(from_given, "dbt_nn: what the unit test gives for " ~ dbt_nn._name_in_messages(network)) %}
    {% if dbt_nn._query("select count(*) from " ~ from_given ~ " where role = 'option'").rows[0][0] | int %}
      {% do return(from_given) %}
    {% endif %}
  {% endif %}
  {% set standing = dbt_nn._standing_relation(network) %}
  {% if standing is none and execute and dbt_nn._is_unit_test() %}
    {% do exceptions.raise_compiler_error("dbt_nn: the layers and classes of " ~ dbt_nn._name_in_messages(network)
      ~ " are unknown, because "
      ~ ("the rows of the unit test have no role option" if given else "dbt does not show the rows of the unit test")
      ~ ", and it does not exist in the warehouse; "
      ~ ("add the rows of role option" if given else "give the rows with format sql or dict") ~ ", or run its model first") %}
  {% endif %}
  {% do return(standing if standing is not none else '') %}
{% endmacro %}


{% macro _name_in_messages(network) %}
  {% do return((network if network is string else network.identifier) | replace('__dbt__cte__', '')) %}
{% endmacro %}


{# The rows of a network that a unit test gives, as a query; '' where there are none. #}
{% macro _given_network(network) %}
  {% set given = dbt_nn._given_rows(network) %}
  {% if given is none %}
    {% do return('') %}
  {% endif %}
  {% do return(given.rows if given.rows is string else dbt_nn._query_of_given(given.rows)) %}
{% endmacro %}


{# Rows of a unit test, by column; what is not given is null. Numbers may be texts, as those of a CSV are. #}
{% macro _query_of_given(rows) -%}
{%- set types = dbt_nn._network_types() -%}
{{ dbt_nn._empty_network() }}
{%- for row in rows %}
  {%- set given = {} -%}
  {%- for name, value in row.items() -%}
    {%- do given.update({name | lower: value}) -%}
  {%- endfor %}
union all
select
  {%- for name, type in types.items() %}
  {%- set value = given.get(name) %}
  cast({{ 'null' if value is none else dbt_nn._literal(value) }} as {{ type }}){{ ',' if not loop.last }}
  {%- endfor %}
{%- endfor %}
{%- endmacro %}
