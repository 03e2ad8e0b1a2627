{# The columns that are read are there and of the right kind, and the metrics fit the task. #}
{% macro _check_predictions_columns(where, given, read, reads, own) %}
  {% set problems = [] %}
  {% set weights = [given.example_weight] if given.get('example_weight') else [] %}
  {% set columns = read.columns.values() | list %}
  {% for name in [given.label] + weights + read.by | map(attribute='name') | list %}
    {% if columns and not dbt_nn._columns_alike(columns, name) %}
      {% do problems.append("column " ~ dbt_nn._not_found(name, columns | map(attribute='name') | list, 'the predictions')) %}
    {% endif %}
  {% endfor %}
  {% for column in read.by %}
    {% if column.name | lower in own %}
      {% do problems.append("by is " ~ column.name ~ ", a column that the result has itself; rename it in the predictions") %}
    {% endif %}
  {% endfor %}
  {% for name in weights if dbt_nn._is_no_number(name, read.columns) %}
    {% set type = dbt_nn._column_of(name, read.columns).type %}
    {% do problems.append("example_weight " ~ name ~ " is " ~ type ~ "; accepted: a number of at least 0") %}
  {% endfor %}
  {% if read.task == 'regression' and dbt_nn._is_no_number(given.label, read.columns) %}
    {% do problems.append("label " ~ given.label ~ " is " ~ read.label_type ~ "; metrics of numbers need a number") %}
  {% endif %}
  {% do problems.extend(dbt_nn._task_problems(given, read, reads)) %}
  {% if read.task == 'regression' and given.get('positive_class') is not none %}
    {% set class = given.positive_class | tojson %}
    {% do problems.append("positive_class is " ~ class ~ ", and the predictions are numbers: they have no classes") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# Whether a column that is there holds something else than numbers. #}
{% macro _is_no_number(name, columns) %}
  {% set column = dbt_nn._column_named(columns.values() | list, name) %}
  {% do return(column is not none and dbt_nn._kind_of_type(column.type) not in ['integer', 'number']) %}
{% endmacro %}


{# The predictions have what the task predicts, and all metrics are for that task. #}
{% macro _task_problems(given, read, reads) %}
  {% set problems = [] %}
  {% set answer = 'predicted_value' if read.task == 'regression' else 'predicted_label' %}
  {% set other = 'predicted_label' if read.task == 'regression' else 'predicted_value' %}
  {% set metrics = dbt_nn._as_list(given.get('metrics')) %}
  {% if read.columns and answer not in read.columns and other in read.columns %}
    {% set fitting = dbt_nn._metric_names('classification' if read.task == 'regression' else 'regression') %}
    {% do problems.append(
      (metrics | join(', ') or "this evaluation") ~ " is for " ~ read.task ~ ", and the predictions have " ~ other ~ " but no " ~ answer
      ~ "; metrics that fit: " ~ fitting | join(', ')
    ) %}
  {% elif read.columns and answer not in read.columns and ('labels' in reads or read.task == 'regression') %}
    {% do problems.append("column " ~ dbt_nn._not_found(answer, read.columns.values() | map(attribute='name') | list, 'the predictions')) %}
  {% endif %}
  {% for name in metrics %}
    {% set task = dbt_nn._metric_named(name).task %}
    {% if task != read.task %}
      {% do problems.append(
        "metrics are " ~ metrics | join(', ') ~ ": " ~ name ~ " is for " ~ task ~ ", the first one for " ~ read.task
      ) %}
    {% endif %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}
