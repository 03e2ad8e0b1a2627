{# NaN counts as missing; infinity is a mistake that a mean would spread over every row. #}
{% macro _check_infinite(description, query, where) %}
  {% set numbers = [] %}
  {% for column in description.features + [description.label] if column.kind in ['number', 'date'] %}
    {% do numbers.append(column) %}
  {% endfor %}
  {% if numbers %}
    {% set counts = dbt_nn._query(dbt_nn._infinite_counts(numbers, query)).rows[0] %}
    {% set problems = [] %}
    {% for column in numbers %}
      {% if counts[loop.index0] %}
        {% do problems.append("column " ~ column.name ~ " is infinite in " ~ dbt_nn._counted(counts[loop.index0], 'row')
          ~ "; make the values null or exclude the rows") %}
      {% endif %}
    {% endfor %}
    {% do dbt_nn._raise_problems(where, problems) %}
  {% endif %}
{% endmacro %}


{% macro _infinite_counts(numbers, query) -%}
{%- set infinity = "cast('Infinity' as " ~ dbt_nn._warehouse().double_type ~ ")" -%}
select
  {%- for column in numbers %}
  {%- set is_infinite = 'abs(' ~ dbt_nn._to_double(column.quoted) ~ ') = ' ~ infinity %}
  {%- if column.kind == 'date' %}
  {%- set is_infinite = column.quoted ~ ' is not null and ' ~ dbt_nn._raw(column) ~ ' is null' %}
  {%- endif %}
  sum(case when {{ is_infinite }} then 1 else 0 end) as infinite_{{ loop.index }}{{ ',' if not loop.last }}
  {%- endfor %}
from (

{{ query }}

) as examples
{%- endmacro %}
