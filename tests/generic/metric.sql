{# A gate: fails where a metric of predictions is below `at_least` or above `at_most`. The failing row says group, value and threshold. #}
{% test metric(model, metric=none, label=none, at_least=none, at_most=none, positive_class=none, by=[], example_weight=none) %}
  {%- set where = 'dbt_nn.metric' -%}
  {%- set given = {
    'predictions': model, 'label': label, 'metrics': [metric], 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
  {%- set known = ['metric', 'label', 'at_least', 'at_most', 'positive_class', 'by', 'example_weight'] -%}
  {%- set problems = dbt_nn._unknown_arguments(kwargs, known) + dbt_nn._metric_bounds_problems(metric, at_least, at_most) -%}
  {%- do dbt_nn._check_evaluation_arguments(where, given, problems) -%}
{{ dbt_nn._gate(where, model, dbt_nn._metric_gate(where, given, at_least, at_most)) }}
{% endtest %}
