{#
  A curve over the thresholds of each class: `columns` are what it has beside the groups' columns and `class`, [name, type];
  `points(read, settings)` is the macro that writes it from `thresholds`, whose rows without a probability are left out.
#}
{% macro _curve(where, given, columns, points, settings={}, problems=[]) -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, problems) -%}
{%- set own = [['class', dbt.type_string()]] + columns -%}
{%- set read = dbt_nn._predictions_read(where, dict(given, task='classification'), ['ranks'], own | map('first') | list) -%}
{%- if read.is_known -%}
{%- set classes = [read.positive] if read.positive else read.classes -%}
with {{ dbt_nn._thresholds(read, classes) }},

{{ points(read, settings) }}
{%- if settings.get('points') %},

{{ dbt_nn._thinned_points(read, settings.points) }}
{%- endif %}

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  {{ dbt_nn._class_of_number(classes) | indent(2) }} as class,
  {{ columns | map('first') | join(',\n') | indent(2) }}
from {{ 'thinned' if settings.get('points') else 'points' }}
{%- else -%}
{{ dbt_nn._no_rows(read, own) }}
{%- endif -%}
{%- endmacro %}


{# The CTE `thinned`: every n-th point, the first and the last, so that no class has more than `most` of them. #}
{% macro _thinned_points(read, most) -%}
numbered as (
  select
    *,
    max(point) over (partition by {{ (dbt_nn._by_names(read) + ['class_number']) | join(', ') }}) as last_point
  from points
),

thinned as (
  select *
  from numbered
  where point = last_point
    or mod(point, greatest(cast(ceil(last_point / {{ dbt_nn._number(most - 1) }}) as {{ dbt_nn._warehouse().bigint_type }}), 1)) = 0
)
{%- endmacro %}


{# How many points a curve has at most; none for all of them. #}
{% macro _points_problems(points) %}
  {% do return([] if points is none else dbt_nn._whole_number_problems('points', points, 2, 100000)) %}
{% endmacro %}


{# Columns of doubles, after the integers. #}
{% macro _columns_of_types(whole, doubles) %}
  {% set columns = [] %}
  {% for name in whole %}
    {% do columns.append([name, dbt_nn._warehouse().bigint_type]) %}
  {% endfor %}
  {% for name in doubles %}
    {% do columns.append([name, dbt_nn._warehouse().double_type]) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{#
  The CTE `points`: a point per threshold, counted down from the highest, and point 0 above all of them.
  `values` are the expressions of a point in positives and negatives down to it and in all; `origin` those of point 0.
#}
{% macro _points(read, values, origin) -%}
{%- set keys = dbt_nn._by_names(read) + ['class_number'] -%}
{%- set group = 'partition by ' ~ keys | join(', ') -%}
{%- set down -%}
over (
  {{ group }}
  order by score desc
  rows between unbounded preceding and current row
)
{%- endset -%}
cumulated as (
  select
    {{ keys | join(',\n') | indent(4) }},
    row_number() over ({{ group }} order by score desc) as point,
    score,
    sum(positives) {{ down | indent(4) }} as positives_above,
    sum(negatives) {{ down | indent(4) }} as negatives_above,
    sum(positives) over ({{ group }}) as positives,
    sum(negatives) over ({{ group }}) as negatives
  from thresholds
  where {{ dbt_nn._is_finite('score') }} and positives + negatives > 0
),

points as (
  select
    {{ keys | join(',\n') | indent(4) }},
    point,
    score as threshold,
    {%- for name, value in values.items() %}
    {{ value }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from cumulated
  union all
  select
    {{ keys | join(',\n') | indent(4) }},
    0 as point,
    cast(null as {{ dbt_nn._warehouse().double_type }}) as threshold,
    {%- for name, value in origin.items() %}
    {{ value }} as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from cumulated
  where point = 1
)
{%- endmacro %}
