{# A table that training needs beside the network; made anew at every run, and dropped when it ends well. #}
{% macro _helper_table(target, name) %}
  {% do return(make_intermediate_relation(target, '__dbt_nn_' ~ name)) %}
{% endmacro %}


{% macro _rebuild(relation, query) %}
  {% call statement('drop_helper') %}
    drop table if exists {{ relation }}
  {% endcall %}
  {% call statement('main') %}
    {{ dbt_nn._create_table_as(relation, query) }}
  {% endcall %}
{% endmacro %}
