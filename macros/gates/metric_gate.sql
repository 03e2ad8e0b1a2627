{# One row per group where the metric is out of bounds or not a finite number. No rows to judge is a failure. #}
{% macro _metric_gate(where, given, at_least, at_most) -%}
{%- set metric = given.metrics[0] -%}
{%- set own = ['examples', 'metric', 'metric_value', 'at_least', 'at_most', 'message'] -%}
{%- set read = dbt_nn._predictions_read(where, given, dbt_nn._sources_read(given.metrics, given.positive_class), own) -%}
with evaluation as (
  {{ dbt_nn._evaluation_or_no_rows(read, given.metrics) | indent(2) }}
),

judged as (
  select
    {%- for column in dbt_nn._group_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ metric }} as metric_value,
    examples
  from evaluation
  {{- dbt_nn._or_nothing(read, ['metric_value']) | indent(2) }}
),

bounded as (
  select
    *,
    '{{ metric }}' as metric,
    {{ dbt_nn._threshold(at_least) }} as at_least,
    {{ dbt_nn._threshold(at_most) }} as at_most
  from judged
)

{{ dbt_nn._out_of_bounds(metric, read, at_least, at_most, ['metric', 'metric_value', 'at_least', 'at_most', 'examples']) }}
{%- endmacro %}


{# The failing rows among `bounded`, with their message. `what` is the measure's name in it. #}
{% macro _out_of_bounds(what, read, at_least, at_most, columns) -%}
{%- set value = dbt_nn._as_text('metric_value') -%}
select
  {%- for column in read.by %}
  {{ column.quoted }},
  {%- endfor %}
  {{ columns | join(',\n') | indent(2) }},
  case
    when examples = 0 then {{ dbt_nn._literal(what ~ ' has no rows to be measured on') }}
    when not {{ dbt_nn._is_finite('metric_value') }} then {{ dbt_nn._message([dbt_nn._literal(what ~ ' is not a finite number')], read) }}
    {%- if at_least is not none %}
    when metric_value < at_least then {{ dbt_nn._message([dbt_nn._literal(what ~ ' is '), value, dbt_nn._literal(', below at_least ' ~ at_least)], read) }}
    {%- endif %}
    {%- if at_most is not none %}
    when metric_value > at_most then {{ dbt_nn._message([dbt_nn._literal(what ~ ' is '), value, dbt_nn._literal(', above at_most ' ~ at_most)], read) }}
    {%- endif %}
  end as message
from bounded
where {{ '1 = 0 -- --empty: there is nothing to judge' if flags.EMPTY else
  'not ' ~ dbt_nn._is_finite('metric_value') ~ ' or metric_value < at_least or metric_value > at_most' }}
{%- endmacro %}


{% macro _evaluation_or_no_rows(read, metrics) -%}
  {%- do return(dbt_nn._evaluation(read, metrics) if read.is_known else dbt_nn._no_rows(read, dbt_nn._typed_metrics(metrics))) -%}
{%- endmacro %}


{# Where there are groups, no rows would be no group, and nothing could fail: then there is one row, with no examples. #}
{% macro _or_nothing(read, numbers) -%}
{%- if read.by %}
union all
select
  {%- for column in read.by %}
  cast(null as {{ dbt.type_string() }}) as {{ column.quoted }},
  {%- endfor %}
  {%- for name in numbers %}
  cast(null as {{ dbt_nn._warehouse().double_type }}) as {{ name }},
  {%- endfor %}
  examples
from (select count(*) as examples from evaluation) as groups_found
where examples = 0
{%- endif %}
{%- endmacro %}
