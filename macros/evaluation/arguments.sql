{#
  What is wrong with the arguments that every evaluation takes, as far as they tell without looking at the predictions.
  `given` is a dict: predictions, label and, where the macro has them, positive_class, by, example_weight, metrics, classes.
#}
{% macro _check_evaluation_arguments(where, given, problems=[]) %}
  {% set found = [] + problems %}
  {% if not given.predictions %}
    {% do found.append("predictions is missing; pass it as predictions=ref('...')") %}
  {% endif %}
  {% for name in ['label', 'example_weight'] %}
    {% if (name == 'label' or given.get(name) is not none) and (given.get(name) is not string or not given[name]) %}
      {% set what = "the true value" if name == 'label' else "a row's weight" %}
      {% do found.append(name ~ " is " ~ (given.get(name) | tojson) ~ "; accepted: the name of the column that holds " ~ what) %}
    {% endif %}
  {% endfor %}
  {% set by = dbt_nn._as_list(given.get('by')) %}
  {% if not dbt_nn._all_texts(by) or dbt_nn._repeated(by) %}
    {% do found.append("by is " ~ (given.by | tojson) ~ "; accepted: a list of different column names") %}
  {% endif %}
  {% set class = given.get('positive_class') %}
  {% if class is not none and class is not string and class is not number and class is not boolean %}
    {% do found.append("positive_class is " ~ (class | tojson) ~ "; accepted: one of the label's classes") %}
  {% endif %}
  {% for name in ['metrics', 'classes'] if dbt_nn._repeated(dbt_nn._as_list(given.get(name))) %}
    {% do found.append(name ~ " is " ~ (given[name] | tojson) ~ "; accepted: a list of distinct values") %}
  {% endfor %}
  {% for name in dbt_nn._as_list(given.get('metrics')) %}
    {% set metric = dbt_nn._metric_named(name) %}
    {% if metric is none %}
      {% do found.append("metric is " ~ dbt_nn._not_among(name, dbt_nn._metric_names())) %}
    {% elif metric.get('needs') and class is none %}
      {% do found.append("positive_class is missing: " ~ name ~ " is the " ~ name ~ " of one class, such as positive_class: 'yes'") %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, found) %}
{% endmacro %}
