{#
  What an evaluation knows of the predictions: a dict, or `is_known: false` where they can't be looked at: when dbt parses,
  where they are not built yet, with --empty.
    relation, columns       what is read, and its columns by name in lower case
    task, label, weight     classification or regression; the quoted columns
    by                      [{name, quoted, type}]
    label_text              the label's class as text, an expression
    classes, positive       [{name, column}], in order; the one among them that counts as positive, or none
    given_classes           those that the user gave, as they were given
    where, weight_name, label_name   who asks, and the columns as the user wrote them: for messages
    guarded_probability     a probability as an expression, with marks for its column
  `reads` are the metric table's sources; `own` the columns that the result has itself.
#}
{% macro _predictions_read(where, given, reads, own) %}
  {% set known = dbt_nn._predictions_columns(where, given.predictions) %}
  {% set columns = known.columns %}
  {% set read = {
    'relation': given.predictions,
    'is_known': columns | length > 0 and not dbt_nn._is_empty_run(),
    'columns': columns,
    'task': dbt_nn._task_of(given, columns),
    'label': dbt_nn._column_of(given.label, columns).quoted,
    'label_type': dbt_nn._column_of(given.label, columns).type,
    'weight': dbt_nn._column_of(given.example_weight, columns).quoted if given.get('example_weight') else none,
    'weight_name': given.get('example_weight'),
    'label_name': given.label,
    'guarded_probability': dbt_nn._guarded_probability(where),
    'where': where,
    'by': [],
    'classes': [],
    'given_classes': given.get('classes'),
    'positive': none
  } %}
  {% do read.update({'label_text': dbt_nn._label_text(read, given)}) %}
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
    {% set is_there = runs and not dbt_nn._is_empty_run() %}
    {% do return({'columns': dbt_nn._columns_of_query('select * from ' ~ predictions) if is_there else {}, 'lookup': predictions}) %}
  {% endif %}
  {% set given = dbt_nn._given_rows(predictions) %}
  {% if given is not none and given.rows is string %}
    {% do return({'columns': dbt_nn._columns_of_query(given.rows), 'lookup': '(\n' ~ given.rows ~ '\n) as given_rows'}) %}
  {% endif %}
  {% set standing = dbt_nn._standing_relation(predictions) %}
  {% if standing is none and runs and not dbt_nn._is_empty_run() %}
    {% set hint = " (an ephemeral model or a CTE can't be looked at: materialize it)" if predictions.is_cte else "" %}
    {% do exceptions.raise_compiler_error(where ~ ": there is no table or view " ~ predictions ~ "; build its model first" ~ hint) %}
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
