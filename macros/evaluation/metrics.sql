{#
  The one table of metrics; their formulas are scikit-learn's.
    reads   what it is computed from: labels, probabilities (of every class), ranks (of a class's probability), numbers, median, intervals
    better  which way is better: high or low
    range   the least and the most that it can be; none where there is no end
    needs   'positive_class' where it is a metric of one class
    value   its SQL: (name, read) of labels, probabilities and ranks, an aggregate over their branch; of numbers what follows in a `case`
            over `sums`
#}
{% macro _metric_table() %}
  {% do return([
    {'name': 'accuracy', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1], 'value': dbt_nn._accuracy},
    {'name': 'balanced_accuracy', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1],
     'value': dbt_nn._balanced_accuracy},
    {'name': 'precision_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1],
     'value': dbt_nn._mean_over_classes},
    {'name': 'recall_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1],
     'value': dbt_nn._mean_over_classes},
    {'name': 'f1_macro', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1],
     'value': dbt_nn._mean_over_classes},
    {'name': 'f1_weighted', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1], 'value': dbt_nn._f1_weighted},
    {'name': 'matthews_correlation', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [-1, 1],
     'value': dbt_nn._matthews_correlation},
    {'name': 'precision', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1], 'needs': 'positive_class',
     'value': dbt_nn._score_of_positive},
    {'name': 'recall', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1], 'needs': 'positive_class',
     'value': dbt_nn._score_of_positive},
    {'name': 'f1', 'task': 'classification', 'reads': 'labels', 'better': 'high', 'range': [0, 1], 'needs': 'positive_class',
     'value': dbt_nn._score_of_positive},
    {'name': 'log_loss', 'task': 'classification', 'reads': 'probabilities', 'better': 'low', 'range': [0, none],
     'value': dbt_nn._log_loss},
    {'name': 'brier_score', 'task': 'classification', 'reads': 'probabilities', 'better': 'low', 'range': [0, 2],
     'value': dbt_nn._brier_score},
    {'name': 'roc_auc', 'task': 'classification', 'reads': 'ranks', 'better': 'high', 'range': [0, 1], 'value': dbt_nn._roc_auc},
    {'name': 'average_precision', 'task': 'classification', 'reads': 'ranks', 'better': 'high', 'range': [0, 1],
     'value': dbt_nn._mean_over_ranked},
    {'name': 'mae', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'range': [0, none], 'value': dbt_nn._sum_as_it_is},
    {'name': 'mse', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'range': [0, none], 'value': dbt_nn._sum_as_it_is},
    {'name': 'rmse', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'range': [0, none], 'value': dbt_nn._rmse},
    {'name': 'r2', 'task': 'regression', 'reads': 'numbers', 'better': 'high', 'range': [none, 1], 'value': dbt_nn._r2},
    {'name': 'median_absolute_error', 'task': 'regression', 'reads': 'median', 'better': 'low', 'range': [0, none],
     'value': dbt_nn._sum_as_it_is},
    {'name': 'mape', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'range': [0, none], 'value': dbt_nn._sum_as_it_is},
    {'name': 'poisson_deviance', 'task': 'regression', 'reads': 'numbers', 'better': 'low', 'range': [0, none],
     'value': dbt_nn._poisson_deviance},
    {'name': 'explained_variance', 'task': 'regression', 'reads': 'numbers', 'better': 'high', 'range': [none, 1],
     'value': dbt_nn._explained_variance},
    {'name': 'coverage', 'task': 'regression', 'reads': 'intervals', 'better': 'high', 'range': [0, 1], 'value': dbt_nn._coverage}
  ]) %}
{% endmacro %}


{# The row of the table; none for a name that is not in it: the name that a user gives is checked in the public macro. #}
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
