{#
  A text: one input for each of its most frequent categories, 1 where it is the row's own. If there are more than max_categories, the rest
  share one input, which unseen categories get too; else an unseen category is 0 everywhere. Missing ones become the most frequent category.
#}
{% macro _learned_text(feature, index, source, options, rows, is_weighted, where) %}
  {% set found = run_query(dbt_nn._category_counts('raw_' ~ index, source, options.max_categories + 1, is_weighted)).rows %}
  {% set present = found[0]['present'] | int if found else 0 %}
  {% set inputs = [] %}
  {% if found | length > 1 and found[0]['row_count'] | int == 1 and found | length > options.max_categories %}
    {% do exceptions.raise_compiler_error(where ~ ": feature " ~ feature.name
      ~ " has a category of its own in every row, so it can't be learned from; leave it out of the features, or derive groups from it") %}
  {% endif %}
  {% if found | length > 1 %}
    {% for category in found[:options.max_categories] %}
      {% do inputs.append({'name': feature.name ~ '=' ~ category['category'], 'kind': 'category', 'category': category['category'],
        'rows': category['weight_text' if is_weighted else 'row_count']}) %}
    {% endfor %}
    {% if found | length > options.max_categories %}
      {% do inputs.append({'name': feature.name ~ '=<other>', 'kind': 'other'}) %}
    {% endif %}
  {% endif %}
  {% if found and options.missing_indicator and present < rows %}
    {% do inputs.append({'name': feature.name ~ '=<missing>', 'kind': 'missing'}) %}
  {% endif %}
  {% do return({'name': feature.name, 'index': index, 'quoted': feature.quoted, 'kind': 'text', 'fill': found[0]['category'] if found
    else none, 'inputs': inputs}) %}
{% endmacro %}


{# The most frequent categories; of equally frequent ones the first by name. Rows that weigh count by their weight. #}
{% macro _category_counts(raw, source, most, is_weighted) -%}
with source as (

{{ source }}

),

counted as (
  select
    {{ raw }} as category,
    {%- if is_weighted %}
    sum(weight) as weight,
    {%- endif %}
    count(*) as row_count
  from source
  where split = 'train' and {{ raw }} is not null
  group by {{ raw }}
)

select
  category,
  {%- if is_weighted %}
  {{ dbt_nn._double_text('weight') }} as weight_text,
  -- the last digits of a sum hang on the order of its rows; the order of categories must not
  round(1000000 * weight / sum(weight) over ()) as millionths,
  {%- endif %}
  row_count,
  sum(row_count) over () as present
from counted
order by {{ 'millionths' if is_weighted else 'row_count' }} desc, {{ dbt_nn._by_code_point('category') }}
limit {{ most }}
{%- endmacro %}
