{# Columns of the parameters that the loop counts, checks and selects by name. #}
{% macro _key_columns() %}
  {% do return(['network_key', 'layer', 'input', 'output']) %}
{% endmacro %}


{# The columns of the parameters, in the order of the starting parameters; names and types of start and update must agree. #}
{% macro _checked_columns(start, iteration, where) %}
  {% set before = dbt_nn._own_columns('select * from ' ~ start) %}
  {% set after = dbt_nn._own_columns(iteration) %}
  {% set problems = [] %}
  {% for name in dbt_nn._key_columns() + ['iteration', 'value'] if name not in before or name not in after %}
    {% do problems.append("column " ~ name ~ " is missing from " ~ ('the update' if name in before else start)) %}
  {% endfor %}
  {% for name in before %}
    {% if name not in after and name not in dbt_nn._key_columns() + ['iteration', 'value'] %}
      {% do problems.append("column " ~ name ~ " of " ~ start ~ " is missing from the update") %}
    {% elif name in after and before[name].type != after[name].type %}
      {% do problems.append(
        "column " ~ name ~ " is " ~ before[name].type ~ " in " ~ start ~ " and " ~ after[name].type ~ " in the update; "
        ~ "cast it in " ~ start
      ) %}
    {% endif %}
  {% endfor %}
  {% for name in after if name not in before and name not in dbt_nn._key_columns() + ['iteration', 'value'] %}
    {% do problems.append("column " ~ name ~ " of the update is missing from " ~ start) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where ~ ": start and update must have the same columns", problems) %}
  {% do return(before) %}
{% endmacro %}
