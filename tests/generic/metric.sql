{# A gate: fails if a metric of predictions is below `at_least` or above `at_most`. The failing row names group, value and threshold. #}
{% test metric(model, metric=none, label=none, at_least=none, at_most=none, positive_class=none, by=[], example_weight=none) %}
  {%- set where = 'dbt_nn.metric on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {
    'metric': metric, 'label': label, 'at_least': at_least, 'at_most': at_most,
    'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
{{ dbt_nn._gate(where, model, dbt_nn._metric_query(where, model, given, kwargs)) }}
{% endtest %}
