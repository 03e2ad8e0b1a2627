{# The thresholds of a stratified split: see learned_split.sql. #}
{% macro _thresholds_of_classes(description, options, query, starts, known, where) %}
  {% set counts = {} %}
  {% for row in dbt_nn._query(dbt_nn._rows_of_classes(description, query)).rows %}
    {% do counts.update({row['class'] | string: row['row_count'] | int}) %}
  {% endfor %}
  {% set label = description.label.name %}
  {% if counts and not dbt_nn._has_classes(description, options, counts | length) %}
    {% do exceptions.raise_compiler_error(where ~ ": split has stratify, which needs classes, and label " ~ label ~ " is "
      ~ description.label.type ~ ", which is predicted as a number; set task='classification', or remove stratify") %}
  {% elif counts | length > 1000 %}
    {% do exceptions.raise_compiler_error(where ~ ": split has stratify, and label " ~ label
      ~ " has more than 1,000 distinct values; remove stratify") %}
  {% endif %}
  {% set told = known | map(attribute='class') | list %}
  {% set problems = [] %}
  {% set places = {} %}
  {% for class, rows in counts.items() if class not in told %}
    {% if rows <= starts | length %}
      {% do problems.append("split has stratify, and class " ~ class ~ " of " ~ label ~ " has " ~ dbt_nn._counted(rows, 'row')
        ~ "; " ~ (starts | length + 1) ~ " splits need a row each: at least " ~ (starts | length + 1)) %}
    {% endif %}
    {% do places.update({class: dbt_nn._places_of_starts(starts, rows)}) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% set thresholds = [] %}
  {% for row in (dbt_nn._query(dbt_nn._draws_at(
    description, query, places, starts, dbt_nn._drawn(dbt_nn._id_text(description.id.quoted, description.id.type))
  )).rows if places else []) %}
    {% set class = row['class'] | string %}
    {% set start = starts[places[class].index(row['place'] | int)] %}
    {% do thresholds.append({'class': class, 'split': start.split, 'starts': row['starts'] | string}) %}
  {% endfor %}
  {% do return(thresholds) %}
{% endmacro %}


{# Of a class with this number of rows, which is the first of each split: the nearest to its share, and every split has one. #}
{% macro _places_of_starts(starts, rows) %}
  {% set places = [] %}
  {% for start in starts %}
    {% set rows_before = (start.before * rows + 0.500000001) | int %}
    {% set least = places[-1] if places else 1 %}
    {% set most = rows - (starts | length - loop.index0) %}
    {% do places.append([[rows_before, least] | max, most] | min + 1) %}
  {% endfor %}
  {% do return(places) %}
{% endmacro %}


{% macro _rows_of_classes(description, query) -%}
with labelled as (
  select {{ dbt_nn._text_of_label(description.label) }} as class
  from (

{{ query }}

  ) as examples
  where {{ dbt_nn._has_label(description.label) }}
)

select class, count(*) as row_count
from labelled
group by class
order by {{ dbt_nn._by_code_point('class') }}
limit 1001
{%- endmacro %}


{# The draws at some places of each class: places are {class: [place of each start]}; `drawn` is the draw of a row. #}
{% macro _draws_at(description, query, places, starts, drawn) -%}
with drawn_rows as (
  select
    {{ dbt_nn._text_of_label(description.label) }} as class,
    {{ drawn }} as drawn
  from (

{{ query }}

  ) as examples
  where {{ dbt_nn._has_label(description.label) }}
),

placed as (
  select class, drawn, row_number() over (partition by class order by drawn) as place
  from drawn_rows
)

select class, place, {{ dbt_nn._double_text('drawn') }} as starts
from placed
where {% for start in starts -%}
place = case class
  {%- for class, at in places.items() %} when {{ dbt_nn._literal(class) }} then {{ at[starts.index(start)] }}{% endfor %} end
  {{- '\n  or ' if not loop.last }}
  {%- endfor %}
order by {{ dbt_nn._by_code_point('class') }}, place
{%- endmacro %}
