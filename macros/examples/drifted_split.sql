{#
  The split that a row had in training, where the examples hold what it came from; else null. `shape` is that of a stored network, `columns`
  are those of the examples, [] where they can't be looked up.
#}
{% macro _split_to_predict(shape, columns) -%}
  {%- set rule = shape.split_rule -%}
  {%- set names = dbt_nn._columns_of_split(rule, shape.label) -%}
  {%- set found = {} -%}
  {%- for name in names -%}
    {%- do found.update({name: dbt_nn._column_to_read(columns, name)}) -%}
  {%- endfor -%}
  {%- if columns and found.values() | rejectattr('type') | list -%}
    {%- do return('cast(null as ' ~ dbt.type_string() ~ ')') -%}
  {%- elif rule.get('column') -%}
    {%- do return(dbt_nn._split_of({'column': found[rule.column].name})) -%}
  {%- endif -%}
  {%- set hashed = rule.get('group') or rule.get('id') -%}
  {%- set hashed_type = rule.group_type if rule.get('group') else shape.example_id_type -%}
  {%- do return(dbt_nn._split_of(
    rule,
    dbt_nn._drifted_id(hashed_type, found[hashed]).text if hashed else '',
    dbt_nn._drifted_label(shape, found[shape.label]) if rule.get('stratify') else '',
    dbt_nn._drifted_time(rule.time_type, found[rule.by_time]).number if rule.get('by_time') else ''
  )) -%}
{%- endmacro %}


{# A column of the examples; of one that can't be looked up the type is ''. #}
{% macro _column_to_read(columns, name) %}
  {% set found = dbt_nn._column_named(columns, name) %}
  {% do return({'name': name, 'quoted': dbt_nn._quoted(name), 'type': ''} if found is none else found) %}
{% endmacro %}


{# What keeps the columns of the split from being read as in training: problems. #}
{% macro _drift_of_split(shape, columns) %}
  {% set rule = shape.split_rule %}
  {% set problems = [] %}
  {% set id = dbt_nn._only_column(columns, rule.get('id')) %}
  {% do problems.append(dbt_nn._drifted_id(shape.example_id_type, id).problem) if id %}
  {% set group = dbt_nn._only_column(columns, rule.get('group')) %}
  {% do problems.append(dbt_nn._drifted_id(rule.group_type, group, 'split group').problem) if group %}
  {% set time = dbt_nn._only_column(columns, rule.get('by_time')) %}
  {% do problems.append(dbt_nn._drifted_time(rule.time_type, time).problem) if time %}
  {% do return(problems | select | list) %}
{% endmacro %}


{# A date may have become a timestamp, and a number another one. #}
{% macro _drifted_time(stored_type, column) %}
  {% set type = column.type or stored_type %}
  {% set fits = dbt_nn._is_time(type) and dbt_nn._is_moment(type) == dbt_nn._is_moment(stored_type) %}
  {% do return({
    'number': dbt_nn._time_number(column.quoted, type) if fits else 'null',
    'problem': '' if fits else dbt_nn._drift_in_words("split by_time", column.name, stored_type, column.type)
  }) %}
{% endmacro %}


{# The text of the class, which is the same of a number of another type. #}
{% macro _drifted_label(shape, column) -%}
  {%- set type = column.type or shape.label_type -%}
  {%- do return(dbt_nn._text_of_label({'quoted': column.quoted, 'type': type, 'kind': dbt_nn._kind_of_type(type)})) -%}
{%- endmacro %}
