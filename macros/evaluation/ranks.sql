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
    {{ dbt_nn._to_double(classes[0].column) }} as score,
    case when {{ dbt_nn._is_class(read, classes[0]) }} then 1 else 0 end as own_number,
    {{ dbt_nn._weight(read) }} as weight
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
    {{ dbt_nn._weight(read) }} as weight
    {%- for class in classes %},
    {{ dbt_nn._to_double(class.column) }} as probability_{{ loop.index }}
    {%- endfor %}
  from {{ read.relation }}
  where {{ read.label }} is not null
),

elements as (
  {{ dbt_nn._elements('labelled', by + ['own_number', 'weight'], dbt_nn._array(dbt_nn._numbered('probability', classes)) | indent(2), 'score') | indent(2) }}
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
case cast({{ read.label }} as {{ dbt.type_string() }})
  {%- for class in classes %}
  when {{ dbt_nn._literal(class.name) }} then {{ loop.index }}
  {%- endfor %}
  else 0
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


{#
  From thresholds to `ranked`, one row per group and class. ROC AUC is the part of the pairs, one of the class and one not, whose
  probabilities are in the right order, equal ones half; average precision is the sum of the steps of recall, each times its precision.
#}
{% macro _ranked(read) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set above -%}
over (
  partition by {{ (by + ['class_number']) | join(', ') }}
  order by score desc
  rows between unbounded preceding and current row
)
{%- endset -%}
cumulated as (
  -- down to this threshold, it included
  select
    *,
    sum(positives) {{ above | indent(4) }} as positives_above,
    sum(negatives) {{ above | indent(4) }} as negatives_above
  from thresholds
),

areas as (
  select
    {%- for name in by + ['class_number'] %}
    {{ name }},
    {%- endfor %}
    sum(examples) as examples,
    sum(positives) as positives,
    sum(negatives) as negatives,
    sum(case when {{ dbt_nn._is_finite('score') }} then 0 else 1 end) as lost_scores,
    sum(positives * (negatives_above - 0.5 * negatives)) as pairs_in_disorder,
    sum(
      case when positives > 0 then positives * positives_above / (positives_above + negatives_above) else {{ dbt_nn._number(0) }} end
    ) as precision_steps
  from cumulated
  group by {{ (by + ['class_number']) | join(', ') }}
),

ranked as (
  select
    *,
    case when lost_scores = 0 and positives > 0 and negatives > 0 then 1 - pairs_in_disorder / (positives * negatives) end as roc_auc,
    case
      when lost_scores = 0 and positives > 0 then precision_steps / positives
      when lost_scores = 0 then {{ dbt_nn._number(0) }}
    end as average_precision
  from areas
)
{%- endmacro %}


{# The classes whose probabilities are ranked: the positive one; of two the last, for the other's ROC AUC is the same; else all. #}
{% macro _ranked_classes(read, metrics) %}
  {% if read.positive %}
    {% do return([read.positive]) %}
  {% elif read.classes | length == 2 and 'average_precision' not in metrics %}
    {% do return(read.classes[1:]) %}
  {% endif %}
  {% do return(read.classes) %}
{% endmacro %}


{# A metric of ranks as an aggregate over `ranked`: without a positive class the mean of all, null if one of them has no example. #}
{% macro _mean_over_ranked(name, read) -%}
  {%- if read.positive -%}
    {%- do return('max(' ~ name ~ ')') -%}
  {%- endif -%}
  {%- do return('case when min(positives) > 0 and count(' ~ name ~ ') = count(*) then avg(' ~ name ~ ') end') -%}
{%- endmacro %}


{# Of two classes, both are the same: the one of the class that is ranked last. #}
{% macro _roc_auc(name, read) -%}
  {%- if read.positive or read.classes | length != 2 -%}
    {%- do return(dbt_nn._mean_over_ranked(name, read)) -%}
  {%- endif -%}
  {%- do return('max(case when class_number = ' ~ (dbt_nn._ranked_classes(read, read.metrics) | length) ~ ' then roc_auc end)') -%}
{%- endmacro %}
