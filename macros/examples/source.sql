{#
  The examples under names of the package: raw_<i> for a feature, raw_label (text) and raw_target (a number) for the label, split.
  Numbers are doubles (NaN and infinity are missing), booleans 0 or 1, dates the microseconds since 1970 with their day_<i>, everything else
  text.
#}
{% macro _source_columns(features) %}
  {% set columns = [] %}
  {% set double_type = dbt_nn._warehouse().double_type %}
  {% for feature in features %}
    {% do columns.append(dbt_nn._raw(feature, double_type) ~ ' as raw_' ~ loop.index) %}
    {% if feature.kind == 'date' %}
      {% do columns.append(dbt_nn._day_of_raw(dbt_nn._raw(feature, double_type)) ~ ' as day_' ~ loop.index) %}
    {% elif feature.get('encode') %}
      {% do columns.extend(dbt_nn._columns_of_encodings(feature, dbt_nn._raw(feature, double_type), loop.index)) %}
    {% endif %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _raw(feature, double_type=none) -%}
  {%- if feature.kind in ['number', 'integer'] -%}
    {%- set number = dbt_nn._to_double(feature.quoted, double_type) -%}
    {%- do return(number if feature.kind == 'integer' else 'case when ' ~ dbt_nn._is_finite(number) ~ ' then ' ~ number ~ ' end') -%}
  {%- elif feature.kind == 'boolean' -%}
    {%- set zero = dbt_nn._number(0) -%}
    {%- do return('case when ' ~ feature.quoted ~ ' then ' ~ dbt_nn._number(1) ~ ' when not ' ~ feature.quoted ~ ' then ' ~ zero
      ~ ' end') -%}
  {%- elif feature.kind == 'date' -%}
    {%- do return(dbt_nn._to_double(dbt_nn._microseconds(feature.quoted, feature.type), double_type)) -%}
  {%- endif -%}
  {%- do return('cast(' ~ feature.quoted ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{# A label as the text of its class: equal numbers are one class. #}
{% macro _text_of_label(label) -%}
  {%- if label.kind == 'number' -%}
    {%- do return(dbt_nn._number_text(label.quoted, label.type)) -%}
  {%- endif -%}
  {%- do return('cast(' ~ label.quoted ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{# The rows that training may see, with their label. #}
{% macro _source(description, query, class_weights={}) -%}
select
  {{ dbt_nn._source_columns(description.features) | join(',\n') | indent(2) }},
  {{ dbt_nn._text_of_label(description.label) }} as raw_label,
  {%- if description.label.kind in ['integer', 'number'] %}
  {{ dbt_nn._raw(description.label) }} as raw_target,
  {%- endif %}
  {%- if description.weight is not none or class_weights %}
  {{ dbt_nn._weight_of_row(description, class_weights) | indent(2) }} as weight,
  {%- endif %}
  {%- if description.get('keeps_id') %}
  {{ dbt_nn._id_text(description.id.quoted, description.id.type) }} as example_id,
  {%- endif %}
  {%- if dbt_nn._asks_for(description.features, ['target', 'frequency']) %}
  {{ dbt_nn._fold_of(description) }} as fold,
  {%- endif %}
  {%- for column in dbt_nn._fleet_columns(description) %}
  {{ column }},
  {%- endfor %}
  {{ dbt_nn._split_in_training(description) }} as split
from (

{{ query }}

) as examples
where {{ dbt_nn._has_label(description.label) }}
{%- for condition in dbt_nn._has_weight(description, class_weights) %}
  and {{ condition }}
{%- endfor %}
{%- endmacro %}


{# NaN is a missing label too. #}
{% macro _has_label(label) -%}
  {%- do return((dbt_nn._raw(label) if label.kind == 'number' else label.quoted) ~ ' is not null') -%}
{%- endmacro %}
