{#
  The text of an example_id, which the split, the batches and dropout are hashes of: the same in every session, and for equal ids. Types
  whose text is another one in another session raise an error. If the type is not known, as with a network that was stored without it, it is
  the plain cast.
#}
{% macro _id_text(expression, type='') -%}
  {%- set kind = dbt_nn._kind_of_type(type) if type else 'text' -%}
  {%- if kind == 'number' -%}
    {%- do return(dbt_nn._whole_text(expression, type, dbt_nn._fail("dbt_nn: an example_id is not an integer"))) -%}
  {%- elif dbt_nn._is_date(type) -%}
    {%- do return(dbt_nn._date_text(expression)) -%}
  {%- endif -%}
  {%- do return('cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{% macro _is_date(type) -%}
  {%- do return(type | lower | trim == 'date') -%}
{%- endmacro %}


{% macro _id_problems(id, what='example_id') %}
  {% if id and id.kind in ['date', 'other'] and not dbt_nn._is_date(id.type) %}
    {% do return([what ~ " " ~ id.name ~ " is " ~ id.type
      ~ "; accepted: integers, text, uuid and dates. Cast it to text in the examples"]) %}
  {% endif %}
  {% do return([]) %}
{% endmacro %}


{# The split depends on an id: it is there, and there once, and of numbers a whole one. #}
{% macro _check_ids(description, query, where) %}
  {% set id = description.id %}
  {% if id is not none %}
    {% set ids = dbt_nn._query(dbt_nn._id_facts(id, query)).rows[0] %}
    {% set what = where ~ ": example_id " ~ id.name %}
    {% if ids[1] < ids[0] %}
      {% do exceptions.raise_compiler_error(what ~ " is null in " ~ dbt_nn._counted(ids[0] - ids[1], 'row')
        ~ "; fill it or exclude the rows") %}
    {% elif ids[3] %}
      {% do exceptions.raise_compiler_error(what ~ " is " ~ id.type ~ ", and not an integer in " ~ dbt_nn._counted(ids[3], 'row')
        ~ "; accepted: integers, text, uuid and dates") %}
    {% elif ids[2] < ids[0] %}
      {% do exceptions.raise_compiler_error(what ~ " is not unique (" ~ dbt_nn._counted(ids[0] - ids[2], 'row', 'repeated ')
        ~ "); each row needs its own value") %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# A group is hashed like an id, and may come more than once. #}
{% macro _check_groups(description, query, where) %}
  {% set group = description.group %}
  {% if group is not none %}
    {% set found = dbt_nn._query(dbt_nn._id_facts(group, query, dbt_nn._has_label(description.label))).rows[0] %}
    {% set what = where ~ ": split group " ~ group.name %}
    {% if found[1] < found[0] %}
      {% do exceptions.raise_compiler_error(what ~ " is null in " ~ dbt_nn._counted(found[0] - found[1], 'row')
        ~ " with a label; fill it or exclude the rows") %}
    {% elif found[3] %}
      {% do exceptions.raise_compiler_error(what ~ " is " ~ group.type ~ ", and not an integer in " ~ dbt_nn._counted(found[3], 'row')
        ~ "; accepted: integers, text, uuid and dates") %}
    {% elif found[2] == 1 %}
      {% do exceptions.raise_compiler_error(what ~ " has the same value in every row with a label, so only one split would have rows") %}
    {% endif %}
  {% endif %}
{% endmacro %}


{% macro _id_facts(id, query, condition='') -%}
select
  count(*) as row_count,
  count({{ id.quoted }}) as present,
  count(distinct {{ id.quoted }}) as different,
  {%- if id.kind == 'number' %}
  sum(case when {{ dbt_nn._whole_text(id.quoted, id.type, "''") }} = '' then 1 else 0 end) as not_whole
  {%- else %}
  0 as not_whole
  {%- endif %}
from (

{{ query }}

) as examples
{{- '\nwhere ' ~ condition if condition }}
{%- endmacro %}
