{#
  From the predictions to `thresholds`: one row per group, class and distinct probability of that class, with the weight of the
  rows of the class and of the others. Equal probabilities thus rank alike. `class_number` counts `classes` from 1.
#}
{% macro _thresholds(read, classes) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- if classes | length == 1 -%}
scores as (
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    1 as class_number,
    {{ dbt_nn._probability(read, classes[0].column) | indent(4) }} as score,
    case when {{ dbt_nn._is_class(read, classes[0]) }} then 1 else 0 end as own_number,
    {{ dbt_nn._weight(read) | indent(4) }} as weight
  from {{ read.relation }}
  where {{ read.label }} is not null
),
{%- else -%}
labelled as (
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {{ dbt_nn._own_number(read, classes) | indent(4) }} as own_number,
    {{ dbt_nn._weight(read) | indent(4) }} as weight
    {%- for class in classes %},
    {{ dbt_nn._probability(read, class.column) | indent(4) }} as probability_{{ loop.index }}
    {%- endfor %}
  from {{ read.relation }}
  where {{ read.label }} is not null
),

elements as (
  {{ dbt_nn._elements(
    'labelled', by + ['own_number', 'weight'], dbt_nn._array(dbt_nn._numbered('probability', classes)) | indent(2), 'score'
  ) | indent(2) }}
),

scores as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    position as class_number,
    score,
    own_number,
    weight
  from elements
),
{%- endif %}

thresholds as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    class_number,
    score,
    count(*) as examples,
    sum(case when own_number = class_number then weight else {{ dbt_nn._number(0) }} end) as positives,
    sum(case when own_number = class_number then {{ dbt_nn._number(0) }} else weight end) as negatives
  from scores
  group by {{ (by + ['class_number', 'score']) | join(', ') }}
)
{%- endmacro %}


{# Which of the classes the row's label is. #}
{% macro _own_number(read, classes) -%}
case {{ read.label_text }}
  {%- for class in classes %}
  when {{ dbt_nn._literal(class.name) }} then {{ loop.index }}
  {%- endfor %}
  else {{ dbt_nn._unknown_class(read, dbt.type_int()) }}
end
{%- endmacro %}


{# probability_1, probability_2, … #}
{% macro _numbered(name, items) %}
  {% set names = [] %}
  {% for item in items %}
    {% do names.append(name ~ '_' ~ loop.index) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}
