{#
  The one table of metrics; their formulas are scikit-learn's.
    reads   what it is computed from: labels, probabilities (of every class), ranks (of a class's probability), numbers, median
    better  which way is better: high or low
    needs   'positive_class' where it is a metric of one class
#}
{% macro _metric_table() %}
  {% do return([
    {'name': 'accuracy', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'balanced_accuracy', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'precision_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'recall_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'f1_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'f1_weighted', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'matthews_correlation', 'task': 'classification', 'reads': 'labels', 'better': 'high'},
    {'name': 'precision', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'needs': 'positive_class'},
    {'name': 'recall', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'needs': 'positive_class'},
    {'name': 'f1', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'needs': 'positive_class'},
    {'name': 'log_loss', 'task': 'classification', 'reads': 'probabilities', 'better': 'low'},
    {'name': 'brier_score', 'task': 'classification', 'reads': 'probabilities', 'better': 'low'},
    {'name': 'roc_auc', 'task': 'classification', 'reads': 'ranks', 'better': 'high'},
    {'name': 'average_precision', 'task': 'classification', 'reads': 'ranks', 'better': 'high'},
    {'name': 'mae', 'task': 'regression', 'reads': 'numbers', 'better': 'low'},
    {'name': 'mse', 'task': 'regression', 'reads': 'numbers', 'better': 'low'},
    {'name': 'rmse', 'task': 'regression', 'reads': 'numbers', 'better': 'low'},
    {'name': 'r2', 'task': 'regression', 'reads': 'numbers', 'better': 'high'},
    {'name': 'median_absolute_error', 'task': 'regression', 'reads': 'median', 'better': 'low'},
    {'name': 'mape', 'task': 'regression', 'reads': 'numbers', 'better': 'low'},
    {'name': 'explained_variance', 'task': 'regression', 'reads': 'numbers', 'better': 'high'}
  ]) %}
{% endmacro %}


{# The row of the table; none for a name that is not in it. #}
{% macro _metric_named(name) %}
  {% for metric in dbt_nn._metric_table() %}
    {% if metric.name == name %}
      {% do return(metric) %}
    {% endif %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}


{# The metrics of a task, or of both (none); those of one class only with a positive class. #}
{% macro _metric_names(task=none, with_positive=true) %}
  {% set names = [] %}
  {% for metric in dbt_nn._metric_table() %}
    {% if (task is none or metric.task == task) and (with_positive or not metric.get('needs')) %}
      {% do names.append(metric.name) %}
    {% endif %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# Those of `metrics` that read one of `sources`. #}
{% macro _reading(metrics, sources) %}
  {% set found = [] %}
  {% for name in metrics %}
    {% if dbt_nn._metric_named(name).reads in sources %}
      {% do found.append(name) %}
    {% endif %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}
