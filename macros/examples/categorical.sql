{#
  A text: one input for each of its most frequent categories, 1 where it is the row's own. Where there are further categories, they share
  one input, which unseen ones get too; else an unseen category is 0 everywhere. Missing ones become the most frequent category. Rare
  categories have no input of their own and are not stored: a text that hardly any row has may name a person.
#}
{% macro _learned_text(feature, index, source, options, rows, is_weighted, where) %}
  {% set found = dbt_nn._query(dbt_nn._category_counts('raw_' ~ index, source, options.max_categories + 1, is_weighted)).rows %}
  {% set present = found[0]['present'] | int if found else 0 %}
  {% set categories = found[0]['categories'] | int if found else 0 %}
  {% if categories > options.max_categories and found[0]['row_count'] | int == 1 %}
    {% do exceptions.raise_compiler_error(where ~ ": feature " ~ feature.name
      ~ " has a different value in every row, as an id does; remove it from features or group its values") %}
  {% endif %}
  {% set inputs = [] %}
  {% set kept = namespace(rows=0, fill=none) %}
  {% for category in found[:options.max_categories] if category['row_count'] | int >= dbt_nn._fewest_rows_of_category() %}
    {% set kept.rows = kept.rows + category['row_count'] | int %}
    {% set kept.fill = category['category'] if loop.first else kept.fill %}
    {% do inputs.append({'name': feature.name ~ '=' ~ category['category'], 'kind': 'category', 'category': category['category'],
      'rows': category['weight_text' if is_weighted else 'row_count']}) %}
  {% endfor %}
  {% if inputs and inputs | length < categories %}
    {% do dbt_nn._log_other_categories(feature, inputs | length, categories, kept.rows, present, where) %}
    {% do inputs.append({'name': feature.name ~ '=<other>', 'kind': 'other'}) %}
  {% elif inputs | length == 1 %}
    {% set inputs = [] %}
  {% endif %}
  {% if present and dbt_nn._has_missing_input(options, rows - present, rows) %}
    {% do inputs.append({'name': feature.name ~ '=<missing>', 'kind': 'missing'}) %}
  {% endif %}
  {% do return({
    'name': feature.name, 'index': index, 'quoted': feature.quoted, 'kind': 'text', 'fill': kept.fill, 'inputs': inputs,
    'is_rare': categories > 1 and kept.rows == 0
  }) %}
{% endmacro %}


{# A category of fewer training rows is stored nowhere. #}
{% macro _fewest_rows_of_category() %}
  {% do return(5) %}
{% endmacro %}


{# A text that is missing in one row of twenty or more is missing for a reason, which is a category of its own. #}
{% macro _has_missing_input(options, missing, rows) %}
  {% do return(missing > 0 and (options.missing_indicator or missing * 20 >= rows)) %}
{% endmacro %}


{# How many categories have no input of their own, and how many of the feature's training rows have one of these. #}
{% macro _log_other_categories(feature, kept, categories, rows_kept, rows, where) %}
  {% set averaged = feature.encode | selectattr('as', 'equalto', 'target') | list %}
  {% do log(where ~ ": feature " ~ feature.name ~ " has " ~ dbt_nn._with_commas(categories) ~ " categories; "
    ~ dbt_nn._with_commas(categories - kept) ~ " of them share one input, with "
    ~ (100 * (rows - rows_kept) / rows) | round(1) ~ "% of its training rows"
    ~ (", in addition to the mean label of each category" if averaged else "") ~ ". See encode and max_categories", info=true) %}
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
  -- the last digits of a sum depend on the order of its rows; the order of categories must not
  round(1000000 * weight / sum(weight) over ()) as millionths,
  {%- endif %}
  row_count,
  sum(row_count) over () as present,
  count(*) over () as categories
from counted
order by {{ 'millionths' if is_weighted else 'row_count' }} desc, {{ dbt_nn._by_code_point('category') }}
limit {{ most }}
{%- endmacro %}
