{# The relation of a checkpoint. #}
{% macro _checkpoint(target, iteration) %}
  {% do return(dbt_nn._beside(target, '__iteration_' ~ iteration)) %}
{% endmacro %}


{# The checkpoints of this model that stand, by iteration. #}
{% macro _checkpoints_of(target, made_by) %}
  {% set checkpoints = dbt_nn._left_beside(target, made_by, only_checkpoints=true) | selectattr('is_ours') %}
  {% do return(checkpoints | sort(attribute='iteration') | list) %}
{% endmacro %}


{# The checkpoints to continue from: those of the same fingerprint, without a gap in their history, up to the number of iterations. #}
{% macro _resumable_checkpoints(training, standing) %}
  {% set usable = [] %}
  {% set state = namespace(history=training.get('first_iteration', 0), broken=false) %}
  {% for checkpoint in standing %}
    {% set facts = dbt_nn._query(
      "select min(fingerprint), max(fingerprint), count(distinct case when layer is null then iteration end), max(iteration) "
      ~ "from " ~ checkpoint.relation
    ).rows[0] %}
    {% set state.history = state.history + facts[2] | int %}
    {% set is_of_another = facts[0] != training.fingerprint or facts[1] != training.fingerprint %}
    {% if is_of_another or state.history != checkpoint.iteration or facts[3] != checkpoint.iteration %}
      {% set state.broken = true %}
    {% endif %}
    {% if not state.broken and checkpoint.iteration <= training.get('all_iterations', training.options.iterations) %}
      {% do usable.append(checkpoint) %}
    {% endif %}
  {% endfor %}
  {% do return(usable) %}
{% endmacro %}
