{# A gate: fails where probabilities do not come true, an expected calibration error above `at_most`. #}
{% test calibrated(model, label=none, at_most=none, positive_class=none, bins=10, by=[], example_weight=none) %}
  {%- set where = 'dbt_nn.calibrated' -%}
  {%- set given = {
    'label': label, 'at_most': at_most, 'positive_class': positive_class,
    'bins': bins, 'by': by, 'example_weight': example_weight
  } -%}
{{ dbt_nn._gate(where, model, dbt_nn._calibrated_query(where, model, given, kwargs)) }}
{% endtest %}
