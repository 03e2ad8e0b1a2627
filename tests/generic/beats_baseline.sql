{#
  A gate: fails where a metric of predictions is not better than that of a baseline: other predictions (champion against challenger),
  or without one, the most frequent class or the mean of the rows that are judged. `where` is for both.
#}
{% test beats_baseline(
  model, metric, label, baseline=none, margin=0, missing_baseline='fail', positive_class=none, by=[], example_weight=none
) %}
  {%- set where = 'dbt_nn.beats_baseline' -%}
  {%- set given = {
    'predictions': model, 'label': label, 'metrics': [metric], 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
  {%- set problems = [] if dbt_nn._is_finite_number(margin) else ["margin is " ~ (margin | tojson) ~ "; accepted: a number"] -%}
  {%- if missing_baseline not in ['fail', 'constant'] -%}
    {%- do problems.append("missing_baseline is " ~ dbt_nn._not_among(missing_baseline, ['fail', 'constant'])) -%}
  {%- endif -%}
  {%- if baseline is string -%}
    {%- do problems.append("baseline is the text " ~ (baseline | tojson) ~ "; accepted: ref('…') or source('…', '…')") -%}
  {%- endif -%}
  {%- do dbt_nn._check_evaluation_arguments(where, given, problems) -%}
  {%- set other = dbt_nn._judged_baseline(where, baseline, missing_baseline, config.get('where')) -%}
{{ dbt_nn._gate(where, model, dbt_nn._baseline_gate(where, given, other, margin)) }}
{% endtest %}
