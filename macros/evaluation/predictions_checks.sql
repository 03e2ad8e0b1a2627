{# Problems of the arguments of an evaluation, except those of the columns of the predictions. #}
{% macro _question_problems(given, read, own) %}
  {% set problems = [] %}
  {% for column in read.by if column.name | lower in own %}
    {% do problems.append("by is " ~ column.name ~ ", which is also a column of the result; rename it in the predictions") %}
  {% endfor %}
  {% set metrics = dbt_nn._as_list(given.get('metrics')) %}
  {% for name in metrics if dbt_nn._metric_named(name).task != read.task %}
    {% set task = dbt_nn._metric_named(name).task %}
    {% do problems.append(
      "metrics is " ~ metrics | join(', ') ~ ", but " ~ name ~ " is a metric of " ~ task ~ " and " ~ metrics[0] ~ " of " ~ read.task
      ~ "; accepted: metrics of one task"
    ) %}
  {% endfor %}
  {% if read.task == 'regression' and given.get('positive_class') is not none %}
    {% set class = dbt_nn._shown(given.positive_class) %}
    {% do problems.append("positive_class is " ~ class ~ ", but predictions of numbers have no classes; remove positive_class") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# The columns that are read are there and of the right kind. #}
{% macro _predictions_problems(given, read, reads) %}
  {% set problems = [] %}
  {% set columns = read.columns.values() | list %}
  {% set weights = [given.example_weight] if given.get('example_weight') else [] %}
  {% for name in [given.label] + weights + read.by | map(attribute='name') | list if not dbt_nn._columns_alike(columns, name) %}
    {% do problems.append("column " ~ dbt_nn._not_found(name, columns | map(attribute='name') | list, 'the predictions')) %}
  {% endfor %}
  {% for name in weights if dbt_nn._is_no_number(name, read.columns) %}
    {% set type = dbt_nn._column_of(name, read.columns).type %}
    {% do problems.append("example_weight " ~ name ~ " is " ~ type ~ "; accepted: a number of at least 0") %}
  {% endfor %}
  {% if dbt_nn._repeated(read.by | map(attribute='name') | list) %}
    {% do problems.append(dbt_nn._wrong('by', given.by, "a list of distinct column names") ~ ", and these are one column") %}
  {% endif %}
  {% do problems.extend(dbt_nn._broken_names([given.label] + weights + read.by | map(attribute='name') | list)) %}
  {% do return(problems + dbt_nn._task_problems(given, read, reads) + dbt_nn._type_problems(given, read, reads)) %}
{% endmacro %}


{# Whether an existing column has another type than a number. #}
{% macro _is_no_number(name, columns) %}
  {% set column = dbt_nn._column_named(columns.values() | list, name) %}
  {% do return(column is not none and dbt_nn._kind_of_type(column.type) not in ['integer', 'number']) %}
{% endmacro %}


{# The predictions have what the task predicts. #}
{% macro _task_problems(given, read, reads) %}
  {% set answer = 'predicted_value' if read.task == 'regression' else 'predicted_label' %}
  {% set other = 'predicted_label' if read.task == 'regression' else 'predicted_value' %}
  {% set metrics = dbt_nn._as_list(given.get('metrics')) %}
  {% if answer in read.columns %}
    {% do return(dbt_nn._missing_bounds(read, metrics)) %}
  {% elif other in read.columns %}
    {% set fitting = dbt_nn._metric_names('classification' if read.task == 'regression' else 'regression') %}
    {% do return([
      (metrics | join(', ') or read.where.split(' ')[0]) ~ " is for " ~ read.task ~ ", but the predictions have " ~ other ~ " and no "
      ~ answer ~ "; metrics that fit: " ~ fitting | join(', ')
    ]) %}
  {% elif 'labels' in reads or read.task == 'regression' %}
    {% do return(["column " ~ dbt_nn._not_found(answer, read.columns.values() | map(attribute='name') | list, 'the predictions')]) %}
  {% endif %}
  {% do return([]) %}
{% endmacro %}


{# Those of an interval, where a metric that is named reads them. #}
{% macro _missing_bounds(read, metrics) %}
  {% set problems = [] %}
  {% for bound in ['predicted_low', 'predicted_high'] if dbt_nn._reading(metrics, ['intervals']) and bound not in read.columns %}
    {% do problems.append("column " ~ bound ~ " is not in the predictions; coverage needs a network that is trained with interval") %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{# Numbers where numbers are computed with, and a label and its prediction that can be equal. #}
{% macro _type_problems(given, read, reads) %}
  {% set label = dbt_nn._only_column(read.columns.values() | list, given.label) %}
  {% if label is none %}
    {% do return([]) %}
  {% endif %}
  {% set kind = dbt_nn._kind_of_type(label.type) %}
  {% if read.task == 'regression' %}
    {% set problems = ["label " ~ given.label ~ " is " ~ label.type ~ "; metrics of numbers need a number"]
      if kind not in ['integer', 'number'] else [] %}
    {% do return(problems + dbt_nn._no_numbers(read.columns, ['predicted_value'])) %}
  {% elif kind == 'other' %}
    {% do return(["label " ~ given.label ~ " is " ~ label.type ~ "; accepted: text, booleans, numbers and dates. Cast it to text"]) %}
  {% endif %}
  {% set problems = [] %}
  {% if 'labels' in reads and 'predicted_label' in read.columns %}
    {% set predicted = read.columns['predicted_label'] %}
    {% set kinds = [kind, dbt_nn._kind_of_type(predicted.type)] | map('replace', 'integer', 'number') | list %}
    {% if kinds[0] != kinds[1] %}
      {% do problems.append("label " ~ given.label ~ " is " ~ label.type ~ " and predicted_label is " ~ predicted.type
        ~ ", which are never equal; cast one of them to the type of the other") %}
    {% endif %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# The existing ones among these columns that are not numbers. #}
{% macro _no_numbers(columns, names) %}
  {% set problems = [] %}
  {% for name in names if name in columns and dbt_nn._kind_of_type(columns[name].type) not in ['integer', 'number'] %}
    {% set what = "column " ~ columns[name].name ~ " is " ~ columns[name].type %}
    {% do problems.append(what ~ "; accepted: a number. Cast it in the predictions") %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}


{#
  Raises if the query will be run. If it is only compiled, the existing relation may be older than the project, and one model would stop
  `dbt compile` and `dbt docs generate` for all others: then the predictions count as not known.
#}
{% macro _raise_when_run(read, problems) %}
  {% set is_only_compiled = execute and not dbt_nn._runs_what_it_compiles() %}
  {% if problems and is_only_compiled %}
    {% do read.update({'is_known': false}) %}
  {% else %}
    {% do dbt_nn._raise_problems(read.where, problems) %}
  {% endif %}
{% endmacro %}
