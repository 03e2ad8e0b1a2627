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
