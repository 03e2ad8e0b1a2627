{# The query; without `metrics` all that fit the task. #}
{% macro _evaluated(where, given, problems=[]) -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, problems) -%}
{%- if not given.metrics -%}
  {%- do given.update({'may_lack_probabilities': true}) -%}
{%- endif -%}
{%- set reads = dbt_nn._sources_read(dbt_nn._as_list(given.metrics) or dbt_nn._metric_names(), given.positive_class) -%}
{%- set read = dbt_nn._predictions_read(where, given, reads, ['examples'] + dbt_nn._metric_names()) -%}
{%- set metrics = dbt_nn._as_list(given.metrics) or dbt_nn._metrics_that_fit(read, given.positive_class is not none) -%}
{%- if read.is_known -%}
{{ dbt_nn._evaluation(read, metrics) }}
{%- else -%}
{{ dbt_nn._no_rows(read, dbt_nn._typed_metrics(metrics)) }}
{%- endif -%}
{%- endmacro %}


{# All metrics of the task; coverage only where the predictions have bounds. #}
{% macro _metrics_that_fit(read, with_positive) %}
  {% set names = dbt_nn._metric_names(read.task, with_positive) %}
  {% set has_bounds = 'predicted_low' in read.columns and 'predicted_high' in read.columns %}
  {% do return(names if has_bounds else names | reject('in', dbt_nn._reading(names, ['intervals'])) | list) %}
{% endmacro %}


{# What metrics are computed from. The Brier score of one class needs that class's column alone. #}
{% macro _sources_read(metrics, positive_class) %}
  {% set reads = [] %}
  {% for name in metrics %}
    {% do reads.append('ranks' if name == 'brier_score' and positive_class is not none else dbt_nn._metric_named(name).reads) %}
  {% endfor %}
  {% do return(reads) %}
{% endmacro %}


{% macro _typed_metrics(metrics) %}
  {% set columns = [['examples', dbt_nn._warehouse().bigint_type]] %}
  {% for name in metrics %}
    {% do columns.append([name, dbt_nn._warehouse().double_type]) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
