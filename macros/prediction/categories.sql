{# The CTEs of what is looked up: for each feature its categories with their values, from the network's rows or written out. #}
{% macro _categories_to_look_up(lookups, network=none, is_literal=false) -%}
{%- for lookup in lookups %}
categories_{{ lookup.index }} as (
  {{ (dbt_nn._categories_as_literals(lookup, network) if is_literal else dbt_nn._categories_stored(lookup)) | indent(2) }}
),

{% endfor -%}
{%- endmacro %}


{# The rows of a CTE with raw_<i> of these features, and the values of their categories. #}
{% macro _rows_looked_up(shape, lookups, rows) -%}
select
  {{ rows }}.*
  {%- for lookup in lookups %}
  {%- for input in lookup.inputs %},
  categories_{{ lookup.index }}.value_{{ input.k }}
  {%- endfor %}
  {%- endfor %}
from {{ rows }}
{%- for lookup in lookups %}
left join categories_{{ lookup.index }} on {{ rows }}.raw_{{ lookup.index }} = categories_{{ lookup.index }}.category
{%- endfor %}
{{- shape.warehouse.fence }}
{%- endmacro %}


{% macro _categories_stored(lookup) -%}
select
  output_name as category
  {%- for input in lookup.inputs %},
  max(case when output = {{ input.k }} then value end) as value_{{ input.k }}
  {%- endfor %}
from network
where role = 'encoded' and input = {{ lookup.index }}
group by output_name
{%- endmacro %}


{% macro _categories_as_literals(lookup, network) -%}
{%- set found = {} -%}
{%- for row in dbt_nn._query(
  "select output_name, output, " ~ dbt_nn._double_text('value') ~ " as value_text from " ~ dbt_nn._network_to_read(network)
  ~ " where role = 'encoded' and input = " ~ lookup.index ~ " order by " ~ dbt_nn._by_code_point('output_name') ~ ", output"
).rows -%}
  {%- do found.setdefault(row[0] or '', {}).update({row[1] | int: row[2]}) -%}
{%- endfor -%}
{%- for category, values in found.items() %}
select {{ dbt_nn._literal(category) }} as category
  {%- for input in lookup.inputs %}, {{ dbt_nn._number(values[input.k]) }} as value_{{ input.k }}{% endfor %}
{{ 'union all' if not loop.last }}
{%- else %}
select cast(null as {{ dbt.type_string() }}) as category
  {%- for input in lookup.inputs %}, {{ dbt_nn._number(0) }} as value_{{ input.k }}{% endfor %}
{%- endfor %}
{%- endmacro %}
