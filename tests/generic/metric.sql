{# A gate: fails when a metric of a predictions relation is below `at_least` or above `at_most`. The failing row says value and threshold. #}
{% test metric(model, metric, label, at_least=none, at_most=none, positive_class=none) %}
  {%- do dbt_nn._check_metric_arguments(metric, label, at_least, at_most, positive_class) -%}
  {%- set runs = execute and flags.WHICH in ['test', 'build'] and not flags.EMPTY -%}
  {%- if runs -%}
    {%- do dbt_nn._check_metric_columns(model, metric, label) -%}
  {%- endif -%}
  {%- set query = dbt_nn._metric_gate(model, metric, label, at_least, at_most, runs) -%}
  {%- if runs -%}
    {%- for row in run_query(query) -%}
      {%- do log("dbt_nn.metric: " ~ row['message'] ~ " in " ~ model, info=true) -%}
    {%- endfor -%}
  {%- endif -%}
{{ query }}
{% endtest %}
