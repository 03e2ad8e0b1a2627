{# A gate: fails where a metric of predictions is below `at_least` or above `at_most`. The failing row says group, value and threshold. #}
{% test metric(model, metric, label, at_least=none, at_most=none, positive_class=none, by=[], example_weight=none) %}
  {%- set given = {
    'predictions': model, 'label': label, 'metrics': [metric], 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
  {%- do dbt_nn._check_evaluation_arguments('dbt_nn.metric', given, dbt_nn._threshold_problems(at_least, at_most)) -%}
{{ dbt_nn._gate('dbt_nn.metric', model, dbt_nn._metric_gate('dbt_nn.metric', given, at_least, at_most)) }}
{% endtest %}
