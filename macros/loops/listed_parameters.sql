{# Rows of parameters as one row per network, with a list for each column in `listed`, all in the order of layer, output and input. #}
{% macro _parameters_as_lists(columns, listed, relation, is_single=false) -%}
{%- set selected = [] -%}
{%- for name in columns -%}
  {%- if name in listed -%}
    {%- do selected.append(dbt_nn._ordered_list(name, ['layer', 'output', 'input']) ~ ' as ' ~ name) -%}
  {%- elif name == 'network_key' -%}
    {%- do selected.append("'' as network_key" if is_single else name) -%}
  {%- elif name == 'iteration' and not is_single -%}
    {%- do selected.append(name) -%}
  {%- else -%}
    {%- do selected.append('max(' ~ name ~ ') as ' ~ name) -%}
  {%- endif -%}
{%- endfor -%}
select
  {{ selected | join(',\n') | indent(2) }}
from {{ relation }}
{{ 'having count(*) > 0' if is_single else 'group by network_key, iteration' }}
{%- endmacro %}


{# The same lists as rows again. #}
{% macro _columns_as_rows(columns, listed) %}
  {% set selected = [] %}
  {% for name in columns %}
    {% do selected.append(dbt_nn._elements_of_array(name) ~ ' as ' ~ name if name in listed else name) %}
  {% endfor %}
  {% do return(selected) %}
{% endmacro %}


{# An iteration from rows of parameters to rows of parameters. #}
{% macro _iteration_over_rows(training, relation) -%}
{%- if not training.get('listed') -%}
{{ dbt_nn._turn_to(training.iteration, 'parameters', relation) }}
{%- else -%}
select
  {{ dbt_nn._columns_as_rows(training.columns, training.listed) | join(',\n') | indent(2) }}
from (
  with dbt_nn_lists as (
    {{ dbt_nn._parameters_as_lists(training.columns, training.listed, relation, not training.has_keys) | indent(4) }}
  )

  select * from (

{{ dbt_nn._turn_to(training.iteration, 'parameters', 'dbt_nn_lists') }}

  ) as one_iteration
) as iterated
{%- endif -%}
{%- endmacro %}
