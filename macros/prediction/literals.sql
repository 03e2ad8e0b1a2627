{# The constants of the encoding, written out. #}
{% macro _constants_as_literals(shape, network) -%}
{%- set version = dbt_nn._number(shape.network_version) if shape.network_version is not none else 'null' -%}
{%- set columns = [version ~ ' as network_version'] -%}
{%- if shape.target -%}
  {%- do columns.append(dbt_nn._number(shape.target.center) ~ ' as target_center') -%}
  {%- do columns.append(dbt_nn._number(shape.target.scale) ~ ' as target_scale') -%}
{%- endif -%}
select
  {{ (columns + dbt_nn._validation_literals(shape, network) + dbt_nn._constants_written_out(shape)) | join(',\n') | indent(2) }}
{%- endmacro %}


{# The temperature and the size of the residuals, written out. #}
{% macro _validation_literals(shape, network) %}
  {% set columns = [] %}
  {% if shape.has_temperature or shape.has_interval %}
    {% for row in dbt_nn._query(
      "select role, " ~ dbt_nn._double_text('value') ~ " as value_text from " ~ dbt_nn._network_to_read(network)
      ~ " where role in ('temperature', 'residual_quantile')"
    ).rows %}
      {% do columns.append(dbt_nn._number(row[1]) ~ ' as ' ~ row[0]) %}
    {% endfor %}
  {% endif %}
  {% do return(columns) %}
{% endmacro %}


{# Every weight and bias, written out; the text of a double reads back as the same double. #}
{% macro _weights_as_literals(shape, network) -%}
{%- set query -%}
select layer, input, output, {{ dbt_nn._double_text('value') }} as value_text
from {{ dbt_nn._network_to_read(network) }}
where role in ('weight', 'bias')
order by layer, output, input
{%- endset -%}
select
  {{ dbt_nn._weight_literals(shape, dbt_nn._query(query).rows) | join(',\n') | indent(2) }}
{{- shape.warehouse.fence }}
{%- endmacro %}


{# A column for each parameter, or a list for each unit: the rows come unit by unit, the bias first. #}
{% macro _weight_literals(shape, rows) %}
  {% set columns = [] %}
  {% set lists = {} %}
  {% for row in rows %}
    {% set unit = row['layer'] ~ '_' ~ row['output'] %}
    {% do lists.setdefault(unit, []).append(dbt_nn._number(row['value_text'])) %}
    {% do columns.append(dbt_nn._number(row['value_text']) ~ ' as w_' ~ row['layer'] ~ '_' ~ row['input'] ~ '_' ~ row['output']) %}
  {% endfor %}
  {% if not dbt_nn._is_dots(shape) %}
    {% do return(columns) %}
  {% endif %}
  {% set columns = [] %}
  {% for unit, numbers in lists.items() %}
    {% do columns.append(dbt_nn._array(numbers, is_one_line=true) ~ ' as into_' ~ unit) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
