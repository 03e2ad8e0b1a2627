{# A gate: fails if the expected calibration error of probabilities is above `at_most`. #}
{% test calibrated(model, label=none, at_most=none, positive_class=none, bins=10, by=[], example_weight=none) %}
  {%- set where = 'dbt_nn.calibrated on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {
    'label': label, 'at_most': at_most, 'positive_class': positive_class,
    'bins': bins, 'by': by, 'example_weight': example_weight
  } -%}
{{ dbt_nn._gate(where, model, dbt_nn._calibrated_query(where, model, given, kwargs)) }}
{% endtest %}
