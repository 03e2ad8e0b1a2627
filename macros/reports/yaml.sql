{# A model as YAML, under `models:`. `gates` are lines; where all are comments, dbt would not take a key without a list. #}
{% macro _yaml_of_model(name, description, columns, gates) %}
  {% set gate = namespace(is_any=false) %}
  {% for line in gates if line[0] == '-' %}
    {% set gate.is_any = true %}
  {% endfor %}
  {% set yaml %}
  - name: {{ dbt_nn._yaml_text(name) }}
    description: {{ tojson(description) }}
    config:
      contract: {enforced: true}
    columns:
      {%- for column in columns %}
      {%- set is_quoted = dbt_nn._needs_quotes(column) %}
      - name: {{ dbt_nn._yaml_text(column.exact if is_quoted else column.name) }}
        {%- if is_quoted %}
        quote: true
        {%- endif %}
        data_type: {{ dbt_nn._yaml_text(column.type) }}
        {%- if column.description %}
        description: {{ tojson(column.description) }}
        {%- endif %}
      {%- endfor %}
    {{ '# ' if not gate.is_any }}data_tests:
      {{ gates | join('\n') | indent(6) }}
  {% endset %}
  {% do return('  ' ~ yaml | trim) %}
{% endmacro %}


{# A text as YAML: in quotes unless it cannot be read as something else. #}
{% macro _yaml_text(text) %}
  {% set is_word = dbt_nn._is_plain_name(text) and text | lower not in ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'] %}
  {% do return(text if is_word else tojson(text)) %}
{% endmacro %}


{# Letters, digits and underscores that do not begin with a digit. #}
{% macro _is_plain_name(text) %}
  {% set letters = 'abcdefghijklmnopqrstuvwxyz_' %}
  {% for sign in text | lower if sign not in letters ~ '0123456789' %}
    {% do return(false) %}
  {% endfor %}
  {% do return(text != '' and text[0] | lower in letters) %}
{% endmacro %}


{#
  Whether a contract must quote a column: dbt writes its name into the table's definition as it is. Quotes that are not needed do no harm,
  so these are the words that any of the warehouses reserves. Where a name without quotes becomes capitals, one that is not in capitals
  needs them too.
#}
{% macro _needs_quotes(column) %}
  {% set name = column.name %}
  {% set reserved = 'all analyse analyze and any anti array as asc assert_rows_modified asymmetric at authorization between
    both by case cast check collate collation column constraint contains create cross cube current current_date current_time
    current_timestamp current_user default deferrable define desc describe distinct do else end enum escape except exclude exists
    extract false fetch filter following for foreign from full function grant group grouping groups hash having ilike if ignore in
    initially inner intersect interval into is isnull join lambda lateral leading left like limit localtime localtimestamp lookup
    merge minus natural new no not notnull null nulls of offset on only or order outer over overlaps partition pivot placing
    preceding primary proto qualify range recursive references respect returning right rollup rows select semi session_user set
    show similar some start struct summarize symmetric table tablesample then time to trailing treat true unbounded union unique
    unknown unnest unpivot user using variadic verbose when where window with within'.split() %}
  {% set is_folded = dbt_nn._folded_name('A') != 'A' and dbt_nn._folded_name(name) != name %}
  {% set is_kept = dbt_nn._written_name('A') != 'A' and column.exact == name %}
  {% do return(not dbt_nn._is_plain_name(name) or is_folded or is_kept or name | lower in reserved) %}
{% endmacro %}
