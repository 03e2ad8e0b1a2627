{#
  One row per group: a metric of the predictions and of a constant guess on the same rows, and which share of the guess's error the
  predictions remove. Where rows have no prediction the metric is null.
#}
{% macro _baseline_comparison(where, given, problems=[]) -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, problems + dbt_nn._problems_of_comparison(given.metrics)) -%}
{%- set read = dbt_nn._read_beside_baseline(where, given) -%}
{%- set metric = given.metrics[0] -%}
{%- set is_high = dbt_nn._metric_named(metric).better == 'high' -%}
{%- set own_error, error_of_guess = ['(1 - own_value)', '(1 - baseline_value)'] if is_high else ['own_value', 'baseline_value'] -%}
{{ dbt_nn._beside_baseline(where, given, read) }},

judged as (
  select
    *,
    case when lost_answers = 0 then metric_value end as own_value
  from compared
  where is_nothing = 0 and rows_to_judge > 0
)

select
  {%- for column in read.by %}
  cast({{ column.quoted }} as {{ column.type }}) as {{ column.quoted }},
  {%- endfor %}
  {{ dbt_nn._literal(metric) }} as metric,
  own_value as metric_value,
  baseline_value,
  -- a guess that makes no error leaves nothing to remove; its log loss is not quite 0, because probabilities are kept from 0 and 1
  case when {{ error_of_guess }} > {{ dbt_nn._number('1e-12') }} then 1 - {{ own_error }} / {{ error_of_guess }} end as gain,
  cast(rows_to_judge as {{ dbt_nn._warehouse().bigint_type }}) as examples,
  cast(rows_to_judge - lost_answers as {{ dbt_nn._warehouse().bigint_type }}) as predicted
from judged
{%- endmacro %}


{# One metric, which a constant guess has too. #}
{% macro _problems_of_comparison(metrics) %}
  {% do return(["metric is coverage, and a constant guess has no interval"] if metrics[0] == 'coverage' else []) %}
{% endmacro %}
