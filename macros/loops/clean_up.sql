{#
  What training left beside the network; also batches, because a run that had some may have been killed before. Nothing is looked up here: a
  look-up would open a transaction that is never committed.
#}
{% macro _clean_up(prepared, result, target) %}
  {% if result.verdict.is_promoted and not result.verdict.get('refused') and (result.candidate or prepared.left) %}
    {% do dbt_nn._drop(dbt_nn._beside(target, '__candidate')) %}
  {% endif %}
  {% do dbt_nn._drop(result.verdict.refused) if result.verdict.get('refused') %}
  {% if not prepared.candidate %}
    {% for name in dbt_nn._helper_names() %}
      {% do dbt_nn._drop(dbt_nn._helper_table(target, name)) %}
    {% endfor %}
    {% for table in result.helpers %}
      {% do dbt_nn._drop(table) %}
    {% endfor %}
  {% endif %}
  {% if not prepared.options.keep_checkpoints %}
    {% for checkpoint in result.checkpoints %}
      {% do dbt_nn._drop(checkpoint.relation) %}
    {% endfor %}
  {% endif %}
{% endmacro %}


{#
  What remains of an earlier run that was killed while it cleaned up, including rows of users. The drops are committed at the end of this
  run.
#}
{% macro _clear_left_overs(options, target, where) %}
  {% set left = [] %}
  {% for table in dbt_nn._left_beside(target, dbt_nn._made_by()) if table.is_ours %}
    {% do left.append(table) if table.iteration is none or not options.keep_checkpoints %}
  {% endfor %}
  {% if left %}
    {% do dbt_nn._claim(target, where) %}
    {% for table in left %}
      {% do dbt_nn._drop(table.relation) %}
    {% endfor %}
    {% do log(where ~ ": dropped " ~ left | map(attribute='name') | join(', ') ~ ", left over from an interrupted run", info=true) %}
    {% do dbt_nn._release(target) %}
  {% endif %}
{% endmacro %}
