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
  {% do dbt_nn._raise_problems(where, dbt_nn._question_problems(given, read, own)) %}
  {% do dbt_nn._raise_when_run(read, dbt_nn._predictions_problems(given, read, reads) if columns else []) %}
  {% if read.is_known and read.task == 'classification' %}
    {% do dbt_nn._read_classes(where, given, read, reads, known.lookup) %}
  {% elif given.get('positive_class') is not none %}
    {% do read.update({'positive': {'name': dbt_nn._class_text(given.positive_class), 'column': none}}) %}
  {% endif %}
  {% do return(read) %}
{% endmacro %}


{# The predictions' columns, and what to look them up in; {} where that is not possible yet. Commands that need them raise. #}
{% macro _predictions_columns(where, predictions) %}
  {% if predictions is string %}
    {% set is_there = dbt_nn._runs_what_it_compiles() and not dbt_nn._is_empty_run() %}
    {% if is_there %}
      {% do dbt_nn._check_text_stands(where, predictions) %}
    {% endif %}
    {% do return({'columns': dbt_nn._columns_of_query('select * from ' ~ predictions) if is_there else {}, 'lookup': predictions}) %}
  {% endif %}
  {% set given = dbt_nn._given_rows(predictions) %}
  {% if given is not none and given.rows is string %}
    {% do return({'columns': dbt_nn._columns_of_query(given.rows), 'lookup': '(\n' ~ given.rows ~ '\n) as given_rows'}) %}
  {% endif %}
  {% do dbt_nn._check_stands('predictions', predictions, where, looks=true) %}
  {% set standing = dbt_nn._standing_relation(predictions) %}
  {% do return({'columns': dbt_nn._columns_of_query('select * from ' ~ standing) if standing is not none else {}, 'lookup': standing}) %}
{% endmacro %}


{#
  A text may be a subquery. A name must be that of a table or view: of a CTE of the same model the rows can't be looked at before the query
  runs.
#}
{% macro _check_text_stands(where, predictions) %}
  {% if dbt_nn._is_name(predictions) %}
    {% set parts = dbt_nn._parts_of_name(predictions) %}
    {% set found = adapter.get_relation(
      database=parts[-3] if parts | length > 2 else target.database,
      schema=parts[-2] if parts | length > 1 else target.schema,
      identifier=parts[-1]
    ) %}
    {% if found is none %}
      {% do exceptions.raise_compiler_error(where ~ ": predictions is " ~ dbt_nn._shown(predictions)
        ~ ", but there is no table or view of this name. A CTE cannot be evaluated, because its rows are read before the query runs: "
        ~ "put it into a model of its own, and pass it as predictions=ref('...')") %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# classification or regression: as the metrics say, else as the predictions do. #}
{% macro _task_of(given, columns) %}
  {% if given.get('task') %}
    {% do return(given.task) %}
  {% endif %}
  {% for name in dbt_nn._as_list(given.get('metrics')) %}
    {% do return(dbt_nn._metric_named(name).task) %}
  {% endfor %}
  {% do return('regression' if 'predicted_value' in columns and 'predicted_label' not in columns else 'classification') %}
{% endmacro %}
