{#
  Prints a network's card as Markdown, for a pull request: gates with what they measure now, metrics by split compared with a constant
  guess, confusion matrix, importance, trainings. `dbt --quiet run-operation dbt_nn.model_card --args '{network: churn_network}'`.
#}
{% macro model_card(network=none, data=none, positive_class=none, repeats=5) %}
  {% set given = {
    'network': network, 'data': data, 'positive_class': positive_class, 'class': none, 'false_positive_cost': 1, 'false_negative_cost': 1,
    'repeats': repeats
  } %}
  {% do dbt_nn._check_report_arguments('dbt_nn.model_card', given, kwargs) %}
  {% set card = dbt_nn._card(dbt_nn._report_facts('dbt_nn.model_card', given)) %}
  {% do print(card) %}
  {% do return(card) %}
{% endmacro %}
