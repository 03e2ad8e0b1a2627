{% macro _class_table_columns() %}
  {% set columns = [['class', dbt.type_string()]] %}
  {% for name in ['examples', 'predicted_examples'] %}
    {% do columns.append([name, dbt_nn._warehouse().bigint_type]) %}
  {% endfor %}
  {% for name in ['weight', 'predicted_weight', 'precision', 'recall', 'f1', 'roc_auc', 'average_precision'] %}
    {% do columns.append([name, dbt_nn._warehouse().double_type]) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# One row per group and class: the scores of the labels, and beside them those of the ranks. #}
{% macro _class_table(read) -%}
{%- set keys = dbt_nn._by_names(read) + ['class'] -%}
{%- set double = dbt_nn._warehouse().double_type -%}
{%- set bigint = dbt_nn._warehouse().bigint_type -%}
with judged as (
  {{ dbt_nn._judged(read, ['accuracy']) | indent(2) }}
),

{{ dbt_nn._class_scores(read, ['accuracy']) }},
{% if not read.has_no_probabilities %}
{{ dbt_nn._thresholds(read, read.classes) }},

{{ dbt_nn._ranked(read) }},
{% endif %}
measured as (
  select
    {{ keys | join(',\n') | indent(4) }},
    examples,
    predicted_examples,
    actual as weight,
    predicted as predicted_weight,
    class_precision as precision,
    class_recall as recall,
    class_f1 as f1,
    cast(null as {{ double }}) as roc_auc,
    cast(null as {{ double }}) as average_precision
  from class_scores
  {%- if not read.has_no_probabilities %}
  union all
  select
    {%- for name in dbt_nn._by_names(read) %}
    {{ name }},
    {%- endfor %}
    {{ dbt_nn._class_of_number(read.classes) | indent(4) }} as class,
    0 as examples,
    0 as predicted_examples,
    {{ dbt_nn._number(0) }} as weight,
    {{ dbt_nn._number(0) }} as predicted_weight,
    cast(null as {{ double }}) as precision,
    cast(null as {{ double }}) as recall,
    cast(null as {{ double }}) as f1,
    roc_auc,
    average_precision
  from ranked
  {%- endif %}
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  class,
  {%- for name, type in dbt_nn._class_table_columns()[1:] %}
  {{ 'cast(max(' ~ name ~ ') as ' ~ bigint ~ ')' if type == bigint else 'max(' ~ name ~ ')' }} as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from measured
group by {{ keys | join(', ') }}
{%- endmacro %}


{# The class's name from its number. #}
{% macro _class_of_number(classes) -%}
cast(
  case class_number
    {%- for class in classes %}
    when {{ loop.index }} then {{ dbt_nn._literal(class.name) }}
    {%- endfor %}
  end as {{ dbt.type_string() }}
)
{%- endmacro %}
