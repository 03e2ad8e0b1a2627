{# One row of what training must know of every column: counts, and the mean and standard deviation of the numbers. #}
{% macro _source_facts(description, source, is_weighted, options) -%}
{%- set texts = [] -%}
{%- for feature in description.features if dbt_nn._may_average_labels(feature, description, options) -%}
  {%- do texts.append(dbt_nn._index_of(description.features, feature)) -%}
{%- endfor -%}
{%- set numbers = [] -%}
{%- set dates = [] -%}
{%- for feature in description.features if feature.kind != 'text' -%}
  {%- set index = dbt_nn._index_of(description.features, feature) -%}
  {%- do dates.append(index) if feature.kind == 'date' -%}
  {%- do numbers.append(('day_' if feature.kind == 'date' else 'raw_') ~ index) -%}
  {%- do numbers.append('log_' ~ index) if feature.encode | selectattr('as', 'equalto', 'log') | list -%}
{%- endfor -%}
{%- if description.label.kind in ['integer', 'number'] -%}
  {%- do numbers.append('raw_target') -%}
{%- endif -%}
with source as (

{{ source }}

),

{% if is_weighted and numbers -%}
means as (
  -- every row counts by its weight
  select
    {%- for raw in numbers %}
    {{ dbt_nn._mean_by_weight(raw) }}{{ ',' if not loop.last }}
    {%- endfor %}
  from source
  where split = 'train'
),

training_rows as (
  select *
  from source
  cross join means
  where split = 'train'
)
{%- else -%}
training_rows as (
  select * from source where split = 'train'
)
{%- endif %}

select
  (select count(*) from source where split = 'train') as train_rows,
  (select count(*) from source where split = 'validation') as validation_rows,
  (select count(*) from source where split = 'test') as test_rows,
  (select count(*) from source where split is null or split not in ('train', 'validation', 'test')) as no_split,
  {%- for raw in numbers %}
  {{ dbt_nn._number_facts(raw, is_weighted) | indent(2) }},
  {%- endfor %}
  {%- for index in dates %}
  {{ dbt_nn._date_facts(index) | indent(2) }},
  {%- endfor %}
  {%- for index in texts %}
  count(distinct raw_{{ index }}) as {{ dbt_nn._categories_column(index) }},
  {%- endfor %}
  (select count(distinct raw_label) from training_rows) as label_values
from training_rows
{%- endmacro %}


{% macro _number_facts(column, is_weighted) -%}
count({{ column }}) as {{ column }}_present,
{%- for name, value in dbt_nn._statistics_of(column, is_weighted).items() %}
{{ dbt_nn._double_text(value) }} as {{ column }}_{{ name }}{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# What is learned of a number, as aggregates over the training rows; of rows that weigh, the mean is there already: mean_of_<column>. #}
{% macro _statistics_of(column, is_weighted) %}
  {% set difference = '(' ~ column ~ ' - mean_of_' ~ column ~ ')' %}
  {% set weight = 'sum(case when ' ~ column ~ ' is not null then weight end)' %}
  {% set deviation = 'sqrt(sum(weight * ' ~ difference ~ ' * ' ~ difference ~ ') / ' ~ weight ~ ')' %}
  {% do return({
    'mean': 'max(mean_of_' ~ column ~ ')' if is_weighted else 'avg(' ~ column ~ ')',
    'deviation': deviation if is_weighted else 'stddev_pop(' ~ column ~ ')',
    'least': 'min(' ~ column ~ ')',
    'greatest': 'max(' ~ column ~ ')'
  }) %}
{% endmacro %}


{# The mean of a column over rows that weigh. #}
{% macro _mean_by_weight(column) -%}
  {%- do return('sum(weight * ' ~ column ~ ') / sum(case when ' ~ column ~ ' is not null then weight end) as mean_of_' ~ column) -%}
{%- endmacro %}


{% macro _index_of(features, feature) %}
  {% for candidate in features if candidate.name == feature.name %}
    {% do return(features.index(candidate) + 1) %}
  {% endfor %}
{% endmacro %}
