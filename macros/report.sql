{#
  Prints what a report shows of a network, as one line of JSON. `scripts/report.py` of this package runs it and writes the page:
  `python dbt_packages/dbt_nn/scripts/report.py churn_network`.
#}
{% macro report(
  network=none, data=none, positive_class=none, class=none, false_positive_cost=1, false_negative_cost=1, repeats=5
) %}
  {% set given = {
    'network': network, 'data': data, 'positive_class': positive_class, 'class': class, 'false_positive_cost': false_positive_cost,
    'false_negative_cost': false_negative_cost, 'repeats': repeats
  } %}
  {% do dbt_nn._check_report_arguments('dbt_nn.report', given, kwargs) %}
  {% set facts = dbt_nn._report_facts('dbt_nn.report', given) %}
  {% do print('dbt_nn.report: ' ~ tojson(facts)) %}
{% endmacro %}
