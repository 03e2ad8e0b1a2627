{#
  Problems of the arguments that every evaluation takes, as far as they are known without reading the predictions.
  `given` is a dict: predictions, label and, where the macro has them, positive_class, by, example_weight, metrics, classes; `problems` are
  those of its own arguments, `further` what it was given by other names.
#}
{% macro _check_evaluation_arguments(where, given, problems=[], further={}) %}
  {% set class = given.get('positive_class') %}
  {% set weight = given.get('example_weight') %}
  {% set problems = (
    problems
    + dbt_nn._unknown_arguments(further, given.get('accepted', []))
    + dbt_nn._relation_problems('predictions', given.predictions, takes_text=true)
    + dbt_nn._text_problems('label', given.label, 'the name of the column that holds the true value')
    + dbt_nn._text_problems('example_weight', weight, "the name of the column that holds a row's weight", optional=true)
    + dbt_nn._texts_problems('by', given.get('by'))
    + dbt_nn._class_problems_of('positive_class', class)
    + dbt_nn._classes_given_problems(given.get('classes'))
    + dbt_nn._metrics_problems(given.get('metrics'), class)
  ) %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# Distinct values of the label; one stands for a list of one. #}
{% macro _classes_given_problems(classes) %}
  {% set listed = dbt_nn._as_list(classes) if classes is defined else [classes] %}
  {% set fits = dbt_nn._all_scalars(listed) and not dbt_nn._repeated(listed) %}
  {% do return([] if fits else [dbt_nn._wrong('classes', classes, "a list of distinct values of the label")]) %}
{% endmacro %}


{# Distinct names of metrics; those of one class need to know which. #}
{% macro _metrics_problems(metrics, positive_class) %}
  {% if metrics is undefined %}
    {% do return([dbt_nn._wrong('metrics', metrics, "a list of names of metrics")]) %}
  {% endif %}
  {% set problems = [] %}
  {% for name in dbt_nn._as_list(metrics) %}
    {% set metric = dbt_nn._metric_named(name) if name is string else none %}
    {% if metric is none %}
      {% do problems.append("metric is " ~ dbt_nn._not_among(name, dbt_nn._metric_names())) %}
    {% elif metric.get('needs') and positive_class is none %}
      {% do problems.append("positive_class is missing: " ~ name ~ " is computed for one class, such as positive_class: 'yes'") %}
    {% endif %}
  {% endfor %}
  {% if not problems and dbt_nn._repeated(dbt_nn._as_list(metrics)) %}
    {% do problems.append(dbt_nn._wrong('metrics', metrics, "a list of distinct values")) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# Each bin is a condition: more than a thousand make a statement that takes minutes, and show nothing. #}
{% macro _bins_problems(bins, least=1) %}
  {% do return(dbt_nn._whole_number_problems('bins', bins, least, 1000)) %}
{% endmacro %}
