{# What is wrong with the arguments of a report, as far as they tell without looking at the network. #}
{% macro _check_report_arguments(where, given, further) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._text_problems('data', given.data, 'the name of a model, a seed or a source with labeled rows', optional=true)
    + dbt_nn._class_problems_of('positive_class', given.positive_class)
    + dbt_nn._class_problems_of('class', given['class'])
    + dbt_nn._cost_problems({'false_positive_cost': given.false_positive_cost, 'false_negative_cost': given.false_negative_cost})
    + dbt_nn._whole_number_problems('repeats', given.repeats, 1, 1000)
  )) %}
{% endmacro %}
