{#
  How much a row counts: its example_weight times the weight of its class. Whatever is learned of the training rows, and every mean over
  them, is weighed so: a row of weight 2 is two rows, and one of weight 0 is left out before anything is learned.
#}
{% macro _weight_of_row(description, class_weights) -%}
  {%- set factors = [] -%}
  {%- if description.weight is not none -%}
    {%- do factors.append(dbt_nn._to_double(description.weight.quoted)) -%}
  {%- endif -%}
  {%- if class_weights -%}
    {%- set cases = [] -%}
    {%- for class, weight in class_weights.items() -%}
      {%- do cases.append('when ' ~ dbt_nn._literal(class) ~ ' then ' ~ dbt_nn._number(weight)) -%}
    {%- endfor -%}
    {%- set label = dbt_nn._text_of_label(description.label) -%}
    {%- do factors.append('case ' ~ label ~ ' ' ~ cases | join(' ') ~ ' else ' ~ dbt_nn._number(1) ~ ' end') -%}
  {%- endif -%}
  {%- do return(factors | join(' * ')) -%}
{%- endmacro %}


{# What keeps rows of weight 0 out: conditions. #}
{% macro _has_weight(description, class_weights) %}
  {% set conditions = [] %}
  {% if description.weight is not none %}
    {% do conditions.append(dbt_nn._to_double(description.weight.quoted) ~ ' > 0') %}
  {% endif %}
  {% set without = [] %}
  {% for class, weight in class_weights.items() if weight == 0 %}
    {% do without.append(dbt_nn._literal(class)) %}
  {% endfor %}
  {% if without %}
    {% do conditions.append(dbt_nn._text_of_label(description.label) ~ ' not in (' ~ without | join(', ') ~ ')') %}
  {% endif %}
  {% do return(conditions) %}
{% endmacro %}


{% macro _weight_problems(roles) %}
  {% set problems = [] %}
  {% set weight = roles.weight %}
  {% if weight and dbt_nn._kind_of_type(weight.type) not in ['integer', 'number'] %}
    {% do problems.append("example_weight " ~ weight.name ~ " is " ~ weight.type ~ "; accepted: a number of at least 0") %}
  {% endif %}
  {% if weight and weight.name in [roles.label.name, roles.example_id.name if roles.example_id else none] %}
    {% do problems.append("example_weight " ~ weight.name ~ " is also the label or example_id; choose another column") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# The weights of the rows that train or validate: each is a number of at least 0. #}
{% macro _check_weights(description, query, where) %}
  {% if description.weight is not none %}
    {% set found = dbt_nn._query(dbt_nn._weight_facts(description, query)).rows[0] %}
    {% set problems = [] %}
    {% if found['unusable'] %}
      {% do problems.append("example_weight " ~ description.weight.name ~ " is null, NaN or infinite in "
        ~ dbt_nn._counted(found['unusable'], 'row') ~ "; set 0 to exclude a row, or 1 for normal weight") %}
    {% endif %}
    {% if found['negative'] %}
      {% do problems.append("example_weight " ~ description.weight.name ~ " is below 0 in " ~ dbt_nn._counted(found['negative'], 'row')
        ~ "; accepted: numbers of at least 0") %}
    {% endif %}
    {% if not problems and found['huge'] %}
      {% do problems.append("example_weight " ~ description.weight.name ~ " is above 1e100 in " ~ dbt_nn._counted(found['huge'], 'row')
        ~ ", so sums of weights overflow; divide it by a constant") %}
    {% endif %}
    {% do dbt_nn._raise_problems(where, problems) %}
  {% endif %}
{% endmacro %}


{% macro _weight_facts(description, query) -%}
{%- set weight = dbt_nn._to_double(description.weight.quoted) -%}
select
  sum(case when {{ dbt_nn._is_finite(weight) }} then 0 else 1 end) as unusable,
  sum(case when {{ weight }} < 0 then 1 else 0 end) as negative,
  sum(case when {{ weight }} > {{ dbt_nn._number('1e100') }} then 1 else 0 end) as huge
from (

{{ query }}

) as examples
where {{ dbt_nn._has_label(description.label) }}
  and {{ dbt_nn._split_in_training(description) }} in ('train', 'validation')
{%- endmacro %}


{#
  The weight of every class, {} where none are asked for: as given, 1 for the others; balanced: all weight over (classes * the class's
  weight), so that all weigh the same.
#}
{% macro _learned_class_weights(description, options, query, where) %}
  {% if not options.class_weights %}
    {% do return({}) %}
  {% endif %}
  {% set found = {} %}
  {% set total = namespace(weight=0) %}
  {% for row in dbt_nn._query(dbt_nn._weights_by_class(dbt_nn._source(description, query), description.weight is not none)) %}
    {% do found.update({row['class'] | string: row['weight'] | float}) %}
    {% set total.weight = total.weight + row['weight'] | float %}
  {% endfor %}
  {% set weights = {} %}
  {% if not dbt_nn._has_classes(description, options, found | length) %}
    {# A regression, whose error comes with its other problems. #}
  {% elif options.class_weights == 'balanced' %}
    {% for class, weight in found.items() %}
      {% do weights.update({class: total.weight / (found | length * weight)}) %}
    {% endfor %}
  {% else %}
    {% for class, weight in dbt_nn._by_text(options.class_weights).items() %}
      {% do weights.update({dbt_nn._class_as_found(class, description.label.kind, found): weight}) %}
    {% endfor %}
    {% set unknown = [] %}
    {% for class in weights if found and class not in found %}
      {% do unknown.append(class) %}
    {% endfor %}
    {% if unknown %}
      {% do exceptions.raise_compiler_error(where ~ ": class_weights names " ~ unknown | join(', ')
        ~ ", which no training row has; the training rows have " ~ (found.keys() | sort)[:20] | join(', ')) %}
    {% endif %}
  {% endif %}
  {% do return(weights) %}
{% endmacro %}


{# In the order of classes, so that a sum over them has the same digits in every run. #}
{% macro _weights_by_class(source, is_weighted) -%}
with source as (

{{ source }}

)

select
  raw_label as class,
  {{ dbt_nn._double_text(dbt_nn._to_double('sum(weight)' if is_weighted else 'count(*)')) }} as weight
from source
where split = 'train'
group by raw_label
order by {{ dbt_nn._by_code_point('raw_label') }}
limit 1001
{%- endmacro %}
