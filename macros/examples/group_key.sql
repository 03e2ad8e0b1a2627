{#
  Which networks of a fleet a row belongs to, as text that is equal on all warehouses: `column=value` for each column of group_by, joined by
  `, `; of a null `column` alone. A backslash, a comma and an equals sign have a backslash before them.
#}
{% macro _group_key(columns) -%}
  {%- set parts = [] -%}
  {%- for column in columns -%}
    {%- do parts.append("', '") if not loop.first -%}
    {%- set name = dbt_nn._escaped_in_key(column.key_name) -%}
    {%- do parts.append(
      'case when ' ~ column.text ~ ' is null then ' ~ dbt_nn._literal(name) ~ ' else '
      ~ dbt.concat([dbt_nn._literal(name ~ '='), dbt_nn._escaped_in_sql(column.text)]) ~ ' end'
    ) -%}
  {%- endfor -%}
  {%- do return(dbt.concat(parts) if parts | length > 1 else parts[0] if parts else "''") -%}
{%- endmacro %}


{% macro _escaped_in_key(text) %}
  {% do return(text | replace('\\', '\\\\') | replace(',', '\\,') | replace('=', '\\=')) %}
{% endmacro %}


{% macro _escaped_in_sql(text) -%}
  {%- set state = namespace(text=text) -%}
  {%- for sign in ['\\', ',', '='] -%}
    {%- set state.text = 'replace(' ~ state.text ~ ', ' ~ dbt_nn._literal(sign) ~ ', ' ~ dbt_nn._literal('\\' ~ sign) ~ ')' -%}
  {%- endfor -%}
  {%- do return(state.text) -%}
{%- endmacro %}


{# A column of group_by as text: {key_name: in the key, text: SQL}. A number that is none is missing. #}
{% macro _group_column(column, key_name) %}
  {% set kind = dbt_nn._kind_of_type(column.type) %}
  {% if kind == 'number' %}
    {% set text = 'case when ' ~ dbt_nn._is_finite(dbt_nn._to_double(column.quoted)) ~ ' then '
      ~ dbt_nn._number_text(column.quoted, column.type) ~ ' end' %}
  {% elif dbt_nn._is_date(column.type) %}
    {% set text = dbt_nn._date_text(column.quoted) %}
  {% else %}
    {% set text = 'cast(' ~ column.quoted ~ ' as ' ~ dbt.type_string() ~ ')' %}
  {% endif %}
  {% do return({'key_name': key_name, 'text': text, 'type': column.type, 'quoted': column.quoted, 'name': column.name}) %}
{% endmacro %}


{% macro _group_problems(columns, roles) %}
  {% set problems = [] %}
  {% for column in columns %}
    {% set kind = dbt_nn._kind_of_type(column.type) %}
    {% if kind in ['date', 'other'] and not dbt_nn._is_date(column.type) %}
      {% do problems.append("group_by " ~ column.name ~ " is " ~ column.type
        ~ "; accepted: text, numbers, booleans and dates. Cast it to text in the examples") %}
    {% endif %}
    {% for role in ['label', 'example_id', 'weight'] if roles[role] and roles[role].name == column.name %}
      {% do problems.append("group_by " ~ column.name ~ " is also the " ~ {'weight': 'example_weight'}.get(role, role)
        ~ "; choose another column") %}
    {% endfor %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# The columns of the source that a fleet reads: the key and the values of a row's group, and its fold. #}
{% macro _fleet_columns(description) %}
  {% if not description.get('group_by') and not description.get('fold_rule') %}
    {% do return([]) %}
  {% endif %}
  {% set columns = [dbt_nn._group_key(description.group_by) ~ ' as group_key'] %}
  {% for column in description.group_by %}
    {% do columns.append(column.text ~ ' as group_' ~ loop.index) %}
  {% endfor %}
  {% set rule = description.fold_rule %}
  {% if rule %}
    {% set id = description.group or description.id %}
    {% set values = {
      'id': dbt_nn._id_text(id.quoted, id.type) if id else '',
      'label': dbt_nn._text_of_label(description.label),
      'time': dbt_nn._time_number(description.time.quoted, description.time.type) if description.time else ''
    } %}
    {% do columns.append(dbt_nn._held_fold(rule, values) ~ ' as held_fold') %}
    {% do columns.append(dbt_nn._validates_until(rule, values) ~ ' as validates_until') if rule.way == 'time' %}
  {% endif %}
  {% do return(columns) %}
{% endmacro %}
