{#
  How dbt loads a seed of the demo, where dbt's own way takes minutes: dbt-spark works out the type of a column again for every cell.
  Only this project's own seeds are loaded so, because dbt looks for such a macro in the project that it runs, not in its packages.
#}
{% macro spark__load_csv_rows(model, agate_table) %}
  {% set types = [] %}
  {% for name in agate_table.column_names %}
    {% do types.append(model.config.column_types.get(name) or adapter.convert_type(agate_table, loop.index0)) %}
  {% endfor %}
  {% set statements = [] %}
  {% for chunk in agate_table.rows | batch(500) %}
    {% set bindings = [] %}
    {% set query %}
insert into {{ this.render() }} values
{%- for row in chunk %}
  ({% for value in row %}cast(%s as {{ types[loop.index0] }}){{ ', ' if not loop.last }}{% endfor %}){{ ',' if not loop.last }}
  {%- do bindings.extend(row) %}
{%- endfor %}
    {% endset %}
    {% do adapter.add_query(query, bindings=bindings, abridge_sql_log=True) %}
    {% do statements.append(query) %}
  {% endfor %}
  {% do return(statements[0]) %}
{% endmacro %}
