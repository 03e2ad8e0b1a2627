{# A list of expressions as an array. #}
{% macro _array(expressions) -%}
  {{ return(adapter.dispatch('_array', 'dbt_nn')(expressions)) }}
{%- endmacro %}

{% macro default___array(expressions) -%}
[
  {{ expressions | join(',\n') | indent(2) }}
]
{%- endmacro %}

{% macro postgres___array(expressions) -%}
array[
  {{ expressions | join(',\n') | indent(2) }}
]
{%- endmacro %}

{% macro spark___array(expressions) -%}
array(
  {{ expressions | join(',\n') | indent(2) }}
)
{%- endmacro %}


{# A SELECT of one row per element of an array column: the columns kept, the element, and its position from 1. #}
{% macro _elements(relation, columns, array, element) -%}
  {{ return(adapter.dispatch('_elements', 'dbt_nn')(relation, columns, array, element)) }}
{%- endmacro %}

{% macro default___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  unnest({{ array }}) as {{ element }},
  generate_subscripts({{ array }}, 1) as position
from {{ relation }}
{%- endmacro %}

{% macro spark___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  {{ element }},
  position + 1 as position
from {{ relation }}
lateral view posexplode({{ array }}) as position, {{ element }}
{%- endmacro %}

{% macro bigquery___elements(relation, columns, array, element) -%}
select
  {{ columns | join(',\n') | indent(2) }},
  {{ element }},
  offset_from_0 + 1 as position
from {{ relation }}
cross join unnest({{ array }}) as {{ element }} with offset as offset_from_0
{%- endmacro %}
