{# A gate: fails where probabilities do not come true, an expected calibration error above `at_most`. #}
{% test calibrated(model, label=none, at_most=none, positive_class=none, bins=10, by=[], example_weight=none) %}
  {%- set where = 'dbt_nn.calibrated' -%}
  {%- set given = {'predictions': model, 'label': label, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight} -%}
  {%- do dbt_nn._check_evaluation_arguments(where, given, (
    dbt_nn._unknown_arguments(kwargs, ['label', 'at_most', 'positive_class', 'bins', 'by', 'example_weight'])
    + dbt_nn._upper_bound_problems(at_most, 0, 1, 'the expected calibration error')
    + dbt_nn._bins_problems(bins)
  )) -%}
{{ dbt_nn._gate(where, model, dbt_nn._calibration_gate(where, given, bins | int, at_most)) }}
{% endtest %}
