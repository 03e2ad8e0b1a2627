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


{# What training left beside the network. Nothing is looked up here: a look-up would open a transaction that nobody commits. #}
{% macro _clean_up(prepared, target) %}
  {% do adapter.drop_relation(dbt_nn._helper_table(target, 'examples')) %}
  {% do adapter.drop_relation(dbt_nn._helper_table(target, 'start')) %}
  {% if prepared.network.batch_size %}
    {% do adapter.drop_relation(dbt_nn._helper_table(target, 'batches')) %}
  {% endif %}
  {% if not prepared.options.keep_checkpoints %}
    {% for checkpoint in prepared.checkpoints %}
      {% do adapter.drop_relation(checkpoint.relation) %}
    {% endfor %}
  {% endif %}
{% endmacro %}
