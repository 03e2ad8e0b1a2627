{% macro _metrics() %}
  {% do return(['accuracy', 'log_loss', 'mae', 'rmse', 'r2']) %}
{% endmacro %}


{% macro _check_metric_arguments(metric, label, at_least, at_most, positive_class) %}
  {% set problems = [] %}
  {% if metric not in dbt_nn._metrics() %}
    {% do problems.append("metric is " ~ (metric | tojson) ~ "; accepted: " ~ dbt_nn._metrics() | join(', ')) %}
  {% endif %}
  {% if label is not string or not label %}
    {% do problems.append("label is " ~ (label | tojson) ~ "; accepted: the name of the column that holds the true value") %}
  {% endif %}
  {% if positive_class is not none %}
    {% do problems.append("positive_class is " ~ (positive_class | tojson) ~ ", which none of " ~ dbt_nn._metrics() | join(', ') ~ " takes") %}
  {% endif %}
  {% if at_least is none and at_most is none %}
    {% do problems.append("neither at_least nor at_most is given, so the test could not fail") %}
  {% endif %}
  {% for name, threshold in [('at_least', at_least), ('at_most', at_most)] %}
    {% if threshold is not none and (threshold is not number or threshold is boolean) %}
      {% do problems.append(name ~ " is " ~ (threshold | tojson) ~ "; accepted: a number") %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems("dbt_nn.metric", problems) %}
{% endmacro %}


{# The columns that a metric reads are there. #}
{% macro _check_metric_columns(model, metric, label) %}
  {% set columns = [] %}
  {% for column in get_column_schema_from_query('select * from ' ~ model) %}
    {% do columns.append(column.name | lower) %}
  {% endfor %}
  {% set needed = 'predicted_value' if metric in ['mae', 'rmse', 'r2'] else 'predicted_label' if metric == 'accuracy' else label %}
  {% set problems = [] %}
  {% for name in [label, needed] | unique if name | lower not in columns %}
    {% do problems.append("column " ~ name ~ ", which " ~ metric ~ " needs, is not in " ~ model ~ "; it has " ~ columns | join(', ')) %}
  {% endfor %}
  {% do dbt_nn._raise_problems("dbt_nn.metric", problems) %}
{% endmacro %}


{# One row if the gate fails, none if it holds. No rows to judge is a failure, except in a build with --empty. #}
{% macro _metric_gate(model, metric, label, at_least, at_most, runs) -%}
{%- set text = dbt.type_string() -%}
with predictions as (
  select * from {{ model }}
),

measured as (
  -- rows without a label can't be judged
  select
    count(*) as examples,
    {{ 'cast(null as ' ~ dbt_nn._double_type() ~ ')' if flags.EMPTY else dbt_nn._metric_value(model, metric, dbt_nn._quoted(label), runs) }} as metric_value
  from predictions
  where {{ dbt_nn._quoted(label) }} is not null
),

judged as (
  select
    '{{ metric }}' as metric,
    metric_value,
    {{ 'cast(null as ' ~ dbt_nn._double_type() ~ ')' if at_least is none else dbt_nn._number(at_least) }} as at_least,
    {{ 'cast(null as ' ~ dbt_nn._double_type() ~ ')' if at_most is none else dbt_nn._number(at_most) }} as at_most,
    examples
  from measured
)

select
  metric,
  metric_value,
  at_least,
  at_most,
  examples,
  case
    when examples = 0 then '{{ metric }} has no rows to be measured on'
    when not {{ dbt_nn._is_finite('metric_value') }} then '{{ metric }} is not a finite number'
    when metric_value < at_least
      then {{ dbt.concat(["'" ~ metric ~ " is '", "cast(metric_value as " ~ text ~ ")", "', below at_least " ~ at_least ~ "'"]) }}
    else {{ dbt.concat(["'" ~ metric ~ " is '", "cast(metric_value as " ~ text ~ ")", "', above at_most " ~ at_most ~ "'"]) }}
  end as message
from judged
where {{ '1 = 0 -- --empty: there is nothing to judge' if flags.EMPTY else
  "not " ~ dbt_nn._is_finite('metric_value') ~ " or metric_value < at_least or metric_value > at_most" }}
{%- endmacro %}
