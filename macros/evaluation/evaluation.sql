{# One row per group with the metrics: each branch makes some of them, and the last SELECT puts the branches' rows side by side. #}
{% macro _evaluation(read, metrics) -%}
{%- set branches = dbt_nn._branches(read, metrics) -%}
{%- set by = dbt_nn._by_names(read) -%}
with {{ branches | map(attribute='sql') | join(',\n\n') }},

measured as (
  {%- for branch in branches %}
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    {{ dbt_nn._branch_columns(branch, metrics, loop.first) | join(',\n') | indent(4) }}
  from {{ branch.name }}
  {{- dbt_nn._group_by(by if branch.is_aggregate else []) | indent(2) }}
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  {%- if branches | length == 1 %}
  {{ (['examples'] + metrics) | join(',\n') | indent(2) }}
from measured
  {%- else %}
  cast(sum(examples) as {{ dbt_nn._warehouse().bigint_type }}) as examples,
  {{ dbt_nn._largest(metrics) | join(',\n') | indent(2) }}
from measured
  {{- dbt_nn._group_by(by) }}
  {%- endif %}
{%- endmacro %}


{# The CTEs that the metrics need: {name, sql, is_aggregate, columns: {metric: expression}, examples}. #}
{% macro _branches(read, metrics) %}
  {% set branches = [] %}
  {% if read.task == 'regression' %}
    {% set columns = {} %}
    {% set has_median_branch = 'median_absolute_error' in metrics and dbt_nn._has_median_branch(read) %}
    {% for name in dbt_nn._reading(metrics, ['numbers', 'intervals'] + ([] if has_median_branch else ['median'])) %}
      {% do columns.update({name: dbt_nn._number_metric(name, read)}) %}
    {% endfor %}
    {% do branches.append({
      'name': 'sums', 'sql': dbt_nn._number_sums(read, metrics), 'is_aggregate': false, 'columns': columns, 'examples': 'examples'
    }) %}
    {% if has_median_branch %}
      {% do branches.append({
        'name': 'median',
        'sql': dbt_nn._median_error(read),
        'is_aggregate': false,
        'columns': {'median_absolute_error': 'median_absolute_error'}
      }) %}
    {% endif %}
    {% do return(branches) %}
  {% endif %}

  {% set usable = dbt_nn._usable(read, metrics) %}
  {% set of_ranks = dbt_nn._reading(usable, ['ranks']) %}
  {% set of_rows = dbt_nn._reading(usable, ['labels', 'probabilities']) %}
  {% if of_rows or not of_ranks %}
    {% set columns = {} %}
    {% for name in of_rows %}
      {% do columns.update({name: dbt_nn._metric_named(name).value(name, read)}) %}
    {% endfor %}
    {% set reads_labels = dbt_nn._reading(of_rows, ['labels']) %}
    {% set scores = dbt_nn._class_scores(read, of_rows) if reads_labels else dbt_nn._group_scores(read, of_rows) %}
    {% do branches.append({
      'name': 'class_scores',
      'sql': 'judged as (\n  ' ~ dbt_nn._judged(read, of_rows) | indent(2) ~ '\n),\n\n' ~ scores,
      'is_aggregate': true,
      'columns': columns,
      'examples': 'coalesce(sum(examples), 0)'
    }) %}
  {% endif %}
  {% if of_ranks %}
    {% set columns = {} %}
    {% for name in of_ranks %}
      {% do columns.update({name: dbt_nn._metric_named(name).value(name, dict(read, metrics=metrics))}) %}
    {% endfor %}
    {% do branches.append({
      'name': 'ranked',
      'sql': dbt_nn._thresholds(read, dbt_nn._ranked_classes(read, metrics)) ~ ',\n\n' ~ dbt_nn._ranked(read),
      'is_aggregate': true,
      'columns': columns,
      'examples': 'coalesce(max(examples), 0)'
    }) %}
  {% endif %}
  {% do return(branches) %}
{% endmacro %}


{# Without columns of probabilities, and if they were not asked for by name, the metrics that read them are null. #}
{% macro _usable(read, metrics) %}
  {% do return(dbt_nn._reading(metrics, ['labels']) if read.has_no_probabilities else metrics) %}
{% endmacro %}


{# A branch's metrics, and null for those of the others; the first branch counts the examples. #}
{% macro _branch_columns(branch, metrics, is_first) %}
  {% set columns = ['cast(' ~ (branch.examples if is_first else '0') ~ ' as ' ~ dbt_nn._warehouse().bigint_type ~ ') as examples'] %}
  {% for name in metrics %}
    {% set value = branch.columns[name] if name in branch.columns else 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')' %}
    {% do columns.append(value if value == name else value ~ ' as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _largest(metrics) %}
  {% set columns = [] %}
  {% for name in metrics %}
    {% do columns.append('max(' ~ name ~ ') as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# No rows, but the columns: what stands in while the predictions are not there to be looked at. `columns` is a list of [name, type]. #}
{% macro _no_rows(read, columns) -%}
{%- set casts = [] -%}
{%- for column in read.by -%}
  {%- do casts.append('cast(null as ' ~ column.type ~ ') as ' ~ column.quoted) -%}
{%- endfor -%}
{%- for name, type in columns -%}
  {%- do casts.append('cast(null as ' ~ type ~ ') as ' ~ name) -%}
{%- endfor -%}
-- the predictions do not exist yet
select *
from (
  select
    {{ casts | join(',\n') | indent(4) }}
) as nothing
where 1 = 0
{%- endmacro %}
