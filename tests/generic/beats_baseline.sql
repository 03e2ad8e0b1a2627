{#
  A gate: fails where a metric of predictions is not better than that of a baseline: other predictions (champion against challenger),
  or without one, the most frequent class or the mean of the rows that are judged. `where` is for both.
#}
{% test beats_baseline(
  model, metric=none, label=none, baseline=none, margin=0, missing_baseline='fail', positive_class=none, by=[], example_weight=none
) %}
  {%- set where = 'dbt_nn.beats_baseline' -%}
  {%- set given = {
    'predictions': model, 'label': label, 'metrics': [metric], 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
  {%- set known = ['metric', 'label', 'baseline', 'margin', 'missing_baseline', 'positive_class', 'by', 'example_weight'] -%}
  {%- do dbt_nn._check_evaluation_arguments(where, given, (
    dbt_nn._unknown_arguments(kwargs, known)
    + dbt_nn._relation_problems('baseline', baseline, optional=true, in_yaml=true)
    + dbt_nn._margin_problems(metric, margin)
    + dbt_nn._choice_problems('missing_baseline', missing_baseline, ['fail', 'constant'])
  )) -%}
  {%- set other = dbt_nn._judged_baseline(where, baseline, missing_baseline, config.get('where')) -%}
{{ dbt_nn._gate(where, model, dbt_nn._baseline_gate(where, given, other, margin)) }}
{% endtest %}
