{#
  A gate: fails if a metric of predictions is not better than that of a baseline: other predictions (champion against challenger),
  or by default the most frequent class or the mean of the tested rows. `where` applies to both.
#}
{% test beats_baseline(
  model, metric=none, label=none, baseline=none, margin=0, missing_baseline='fail', positive_class=none, by=[], example_weight=none
) %}
  {%- set where = 'dbt_nn.beats_baseline on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {
    'metric': metric, 'label': label, 'baseline': baseline, 'margin': margin,
    'missing_baseline': missing_baseline, 'positive_class': positive_class, 'by': by, 'example_weight': example_weight
  } -%}
{{ dbt_nn._gate(where, model, dbt_nn._baseline_query(where, model, given, kwargs, config.get('where'))) }}
{% endtest %}
