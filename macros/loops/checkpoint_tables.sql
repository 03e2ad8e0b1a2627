{# The relation of a checkpoint. #}
{% macro _checkpoint(target, iteration) %}
  {% do return(api.Relation.create(
    database=target.database, schema=target.schema, identifier=target.identifier ~ '__iteration_' ~ iteration, type='table'
  )) %}
{% endmacro %}


{# The checkpoints that stand, by iteration: only names that match ^<name>__iteration_[0-9]+$. #}
{% macro _checkpoints_of(target) %}
  {% set prefix = target.identifier ~ '__iteration_' %}
  {% set iterations = [] %}
  {% for name in dbt_nn._tables_beside(target) %}
    {% set number = name[prefix | length:] %}
    {% if name[:prefix | length] == prefix and number and dbt_nn._is_digits(number) %}
      {% do iterations.append(number | int) %}
    {% endif %}
  {% endfor %}
  {% set checkpoints = [] %}
  {% for iteration in iterations | sort %}
    {% do checkpoints.append({'iteration': iteration, 'relation': dbt_nn._checkpoint(target, iteration)}) %}
  {% endfor %}
  {% do return(checkpoints) %}
{% endmacro %}


{# The checkpoints to continue from: those of the same fingerprint, without a gap in their history, up to the number of iterations. #}
{% macro _resumable_checkpoints(training, standing) %}
  {% set usable = [] %}
  {% set state = namespace(history=training.get('first_iteration', 0), broken=false) %}
  {% for checkpoint in standing %}
    {% set facts = run_query(
      "select min(fingerprint), max(fingerprint), count(distinct case when layer is null then iteration end), max(iteration) "
      ~ "from " ~ checkpoint.relation
    ).rows[0] %}
    {% set state.history = state.history + facts[2] | int %}
    {% set is_of_another = facts[0] != training.fingerprint or facts[1] != training.fingerprint %}
    {% if is_of_another or state.history != checkpoint.iteration or facts[3] != checkpoint.iteration %}
      {% set state.broken = true %}
    {% endif %}
    {% if not state.broken and checkpoint.iteration <= training.options.iterations %}
      {% do usable.append(checkpoint) %}
    {% endif %}
  {% endfor %}
  {% do return(usable) %}
{% endmacro %}


{# A table with a checkpoint's name that no training loop made is never touched: it raises. #}
{% macro _check_is_ours(relation, where) %}
  {% for column in adapter.get_columns_in_relation(relation) if column.name | lower == 'fingerprint' %}
    {% do return(true) %}
  {% endfor %}
  {% do exceptions.raise_compiler_error(
    where ~ ": " ~ relation ~ " has a checkpoint's name, but no training loop made it; rename it or the model"
  ) %}
{% endmacro %}
