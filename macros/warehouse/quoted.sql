{# A column name of the user's, quoted: it may hold blanks, quotes, capitals or be a reserved word. #}
{% macro _quoted(column) -%}
  {{ return(adapter.dispatch('_quoted', 'dbt_nn')(column)) }}
{%- endmacro %}

{% macro default___quoted(column) -%}
  {%- do return(adapter.quote(column | replace('"', '""'))) -%}
{%- endmacro %}

{# Names are quoted with backticks, which BigQuery's column names can't hold. #}
{% macro bigquery___quoted(column) -%}
  {%- do return(adapter.quote(column)) -%}
{%- endmacro %}

{% macro spark___quoted(column) -%}
  {%- do return('`' ~ column | replace('`', '``') ~ '`') -%}
{%- endmacro %}


{# What two quoted names have in common if this warehouse takes them for one. #}
{% macro _folded_name(name) %}
  {% set folds = dbt_nn._warehouse().folds_names %}
  {% if folds == 'ascii' %}
    {% set signs = [] %}
    {% for sign in name %}
      {% do signs.append(sign | lower if sign in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' else sign) %}
    {% endfor %}
    {% do return(signs | join) %}
  {% endif %}
  {% do return(name | lower if folds == 'all' else name) %}
{% endmacro %}
