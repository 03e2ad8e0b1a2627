{# A value as its feature's raw column has it; '' where it is of another kind. #}
{% macro _raw_of_value(feature, value, network) -%}
  {%- set is_text = feature.kind == 'text' -%}
  {%- if value is none -%}
    {%- do return('cast(null as ' ~ (dbt.type_string() if is_text else network.warehouse.double_type) ~ ')') -%}
  {%- elif feature.kind == 'boolean' and value is boolean -%}
    {%- do return(dbt_nn._number(1 if value else 0)) -%}
  {%- elif feature.kind == 'number' and dbt_nn._is_finite_number(value) -%}
    {%- do return(dbt_nn._number(value)) -%}
  {%- elif feature.kind == 'date' and value is string -%}
    {%- set moment = dbt_nn._moment_in_text(value) -%}
    {%- do return('' if moment is none else dbt_nn._number(moment)) -%}
  {%- elif is_text and value is string -%}
    {%- do return('cast(' ~ dbt_nn._literal(value) ~ ' as ' ~ dbt.type_string() ~ ')') -%}
  {%- endif -%}
  {%- do return('') -%}
{%- endmacro %}


{# The same in words. #}
{% macro _values_accepted(feature) -%}
  {%- set kind = "date as text, such as '2024-12-31' or '2024-12-31 08:30:00'" if feature.kind == 'date' else feature.kind -%}
  {%- do return('a ' ~ kind ~ ', or none for missing') -%}
{%- endmacro %}


{# Some raw values {index: SQL} as columns, with those that their encodings read. #}
{% macro _raw_values(network, raw) %}
  {% set columns = [] %}
  {% for index, value in raw.items() %}
    {% do columns.append(value ~ ' as raw_' ~ index) %}
    {% do columns.extend(dbt_nn._columns_of_encodings(network.sources[index], value, index)) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# What some features look up; their indexes are the keys of a dict, or a list. #}
{% macro _lookups_of(network, indexes) %}
  {% set lookups = [] %}
  {% for lookup in dbt_nn._lookups(network) if lookup.index in indexes %}
    {% do lookups.append(lookup) %}
  {% endfor %}
  {% do return(lookups) %}
{% endmacro %}
