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


{# A name that the package adds to a result: it can be written without quotes wherever SQL allows it. #}
{% macro _added_name(name) -%}
  {{ return(adapter.dispatch('_added_name', 'dbt_nn')(name)) }}
{%- endmacro %}

{% macro default___added_name(name) -%}
  {%- do return(dbt_nn._quoted(name)) -%}
{%- endmacro %}

{# Quoted, it could be read in quotes only. A name with other letters than those of English has no form without them. #}
{% macro snowflake___added_name(name) -%}
  {%- do return(name if dbt_nn._is_unquoted_name(name | upper) else dbt_nn._quoted(name)) -%}
{%- endmacro %}


{# The name of a column as its owner has most likely written it, for messages and for the network. #}
{% macro _written_name(name) -%}
  {{ return(adapter.dispatch('_written_name', 'dbt_nn')(name)) }}
{%- endmacro %}

{% macro default___written_name(name) -%}
  {%- do return(name) -%}
{%- endmacro %}

{% macro snowflake___written_name(name) -%}
  {%- do return(name | lower if dbt_nn._is_unquoted_name(name) else name) -%}
{%- endmacro %}


{# Whether a name is what becomes of one that was written without quotes, where capitals do. #}
{% macro _is_unquoted_name(name) %}
  {% set state = namespace(fits=name != '' and name[:1] not in '0123456789$') %}
  {% for sign in name if sign not in 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$' %}
    {% set state.fits = false %}
  {% endfor %}
  {% do return(state.fits) %}
{% endmacro %}


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
