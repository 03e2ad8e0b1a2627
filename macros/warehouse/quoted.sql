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


{# Whether the warehouse would refuse a name for its length, or cut it. #}
{% macro _is_too_long(name) %}
  {% set warehouse = dbt_nn._warehouse() %}
  {% if not warehouse.counts_bytes or name | length > warehouse.longest_name %}
    {% do return(name | length > warehouse.longest_name) %}
  {% endif %}
  {% set bytes = namespace(count=0) %}
  {% for sign in name %}
    {# In an address a byte is %C3, and only letters, digits and few others are not written so; no engine's Jinja has bytes otherwise. #}
    {% set bytes.count = bytes.count + [(sign | urlencode | length) // 3, 1] | max %}
  {% endfor %}
  {% do return(bytes.count > warehouse.longest_name) %}
{% endmacro %}


{% macro _longest_name_in_words() %}
  {% do return(dbt_nn._warehouse().longest_name ~ (' bytes' if dbt_nn._warehouse().counts_bytes else ' letters')) %}
{% endmacro %}
