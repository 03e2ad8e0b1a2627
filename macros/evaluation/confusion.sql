{% macro _confusion_columns() %}
  {% set columns = [['label', dbt.type_string()], ['predicted_label', dbt.type_string()], ['examples', dbt_nn._warehouse().bigint_type]] %}
  {% for name in ['weight', 'share', 'share_of_label', 'share_of_predicted_label'] %}
    {% do columns.append([name, dbt_nn._warehouse().double_type]) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _confusion(read) -%}
{%- set by = dbt_nn._by_names(read) -%}
with judged as (
  {{ dbt_nn._judged(read, ['accuracy']) | indent(2) }}
),

counts as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    label,
    predicted_label,
    count(*) as examples,
    sum(weight) as weight
  from judged
  group by {{ (by + ['label', 'predicted_label']) | join(', ') }}
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  label,
  predicted_label,
  examples,
  weight,
  weight / nullif(sum(weight) over ({{ dbt_nn._partition_by(by) | trim }}), 0) as share,
  weight / nullif(sum(weight) over (partition by {{ (by + ['label']) | join(', ') }}), 0) as share_of_label,
  weight / nullif(sum(weight) over (partition by {{ (by + ['predicted_label']) | join(', ') }}), 0) as share_of_predicted_label
from counts
{%- endmacro %}
