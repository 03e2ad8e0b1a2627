{#
  What an evaluation knows of the predictions: a dict, or `is_known: false` where they can't be looked at: when dbt parses,
  where they are not built yet, with --empty.
    relation, columns       what is read, and its columns by name in lower case
    task, label, weight     classification or regression; the quoted columns
    by                      [{name, quoted, type}]
    classes, positive       [{name, column}], in order; the one among them that counts as positive, or none
  `reads` are the metric table's sources; `own` the columns that the result has itself.
#}
{% macro _predictions_read(where, given, reads, own) %}
  {% set known = dbt_nn._predictions_columns(where, given.predictions) %}
  {% set columns = known.columns %}
  {% set read = {
    'relation': given.predictions,
    'is_known': columns | length > 0 and not flags.EMPTY,
    'columns': columns,
    'task': dbt_nn._task_of(given, columns),
    'label': dbt_nn._column_of(given.label, columns).quoted,
    'label_type': dbt_nn._column_of(given.label, columns).type,
    'weight': dbt_nn._column_of(given.example_weight, columns).quoted if given.get('example_weight') else none,
    'by': [],
    'classes': [],
    'positive': none
  } %}
  {% for name in dbt_nn._as_list(given.get('by')) %}
    {% do read.by.append(dbt_nn._column_of(name, columns)) %}
  {% endfor %}
  {% do dbt_nn._check_predictions_columns(where, given, read, reads, own) %}
  {% if read.is_known and read.task == 'classification' %}
    {% do dbt_nn._read_classes(where, given, read, reads, known.lookup) %}
  {% elif given.get('positive_class') is not none %}
    {% do read.update({'positive': {'name': dbt_nn._class_text(given.positive_class), 'column': none}}) %}
  {% endif %}
  {% do return(read) %}
{% endmacro %}


{# The predictions' columns, and what to look them up in; {} where that is not possible yet. Commands that need them raise. #}
{% macro _predictions_columns(where, predictions) %}
  {% set runs = execute and flags.WHICH in ['run', 'build', 'test', 'show', 'snapshot', 'retry'] %}
  {% if predictions is string %}
    {% do return({'columns': dbt_nn._columns_of_query('select * from ' ~ predictions) if runs and not flags.EMPTY else {}, 'lookup': predictions}) %}
  {% endif %}
  {% set standing = dbt_nn._standing_relation(predictions) %}
  {% if standing is none and runs and not flags.EMPTY %}
    {% do exceptions.raise_compiler_error(where ~ ": there is no table or view " ~ predictions ~ "; build its model first" ~ (" (an ephemeral model or a CTE can't be looked at: materialize it)" if predictions.is_cte else "")) %}
  {% endif %}
  {% do return({'columns': dbt_nn._columns_of_query('select * from ' ~ standing) if standing is not none else {}, 'lookup': standing}) %}
{% endmacro %}


{# classification or regression: as the metrics say, else as the predictions do. #}
{% macro _task_of(given, columns) %}
  {% for name in dbt_nn._as_list(given.get('metrics')) %}
    {% do return(dbt_nn._metric_named(name).task) %}
  {% endfor %}
  {% do return('regression' if 'predicted_value' in columns and 'predicted_label' not in columns else 'classification') %}
{% endmacro %}


{# The columns that are read are there, and the metrics fit the task. #}
{% macro _check_predictions_columns(where, given, read, reads, own) %}
  {% set problems = [] %}
  {% set needed = [given.label] + ([given.example_weight] if given.get('example_weight') else []) + read.by | map(attribute='name') | list %}
  {% for name in needed %}
    {% if read.columns and name | lower not in read.columns %}
      {% do problems.append("column " ~ dbt_nn._no_column(name, read.columns)) %}
    {% endif %}
  {% endfor %}
  {% for column in read.by %}
    {% if column.name | lower in own %}
      {% do problems.append("by is " ~ column.name ~ ", a column that the result has itself; rename it in the predictions") %}
    {% endif %}
  {% endfor %}
  {% set answer = 'predicted_value' if read.task == 'regression' else 'predicted_label' %}
  {% set other = 'predicted_label' if read.task == 'regression' else 'predicted_value' %}
  {% set metrics = dbt_nn._as_list(given.get('metrics')) %}
  {% if read.columns and answer not in read.columns and other in read.columns %}
    {% set fitting = dbt_nn._metric_names('classification' if read.task == 'regression' else 'regression') %}
    {% do problems.append((metrics | join(', ') or "this evaluation") ~ " is for " ~ read.task ~ ", and the predictions have " ~ other ~ " but no " ~ answer ~ "; metrics that fit: " ~ fitting | join(', ')) %}
  {% elif read.columns and answer not in read.columns and ('labels' in reads or read.task == 'regression') %}
    {% do problems.append("column " ~ dbt_nn._no_column(answer, read.columns)) %}
  {% endif %}
  {% for name in metrics %}
    {% if dbt_nn._metric_named(name).task != read.task %}
      {% do problems.append("metrics are " ~ metrics | join(', ') ~ ": " ~ name ~ " is for " ~ dbt_nn._metric_named(name).task ~ ", the first one for " ~ read.task) %}
    {% endif %}
  {% endfor %}
  {% if read.task == 'regression' and given.get('positive_class') is not none %}
    {% do problems.append("positive_class is " ~ (given.positive_class | tojson) ~ ", and the predictions are numbers: they have no classes") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
