{#
  Constant predictions, from the classes' shares or the mean of the tested rows: the most frequent class,
  the classes' shares as probabilities. Classes need one row per class, with its weight.
#}
{% macro _constant_predictions(read) %}
  {% set classes = [] %}
  {% set positive = namespace(class=none) %}
  {% for class in read.classes %}
    {% set constant = dict(class, column='probability_' ~ loop.index) %}
    {% do classes.append(constant) %}
    {% if class == read.positive %}
      {% set positive.class = constant %}
    {% endif %}
  {% endfor %}
  {% set text = dbt.type_string() %}
  {% do return(dict(
    read,
    relation=dbt_nn._constant_numbers(read) if read.task == 'regression' else dbt_nn._constant_classes(read, classes),
    columns={'predicted_label': {'quoted': 'predicted_label', 'type': text}},
    label='label',
    label_type=text,
    label_text='label',
    weight_name='weight',
    label_name='label',
    weight='weight',
    classes=classes,
    positive=positive.class or read.positive,
    has_no_probabilities=false
  )) %}
{% endmacro %}


{% macro _constant_classes(read, classes) -%}
{%- set by = read.by | map(attribute='quoted') | list -%}
{%- set group = dbt_nn._partition_by(by) -%}
(
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    label,
    weight,
    {%- for class in classes %}
    sum(case when label = {{ dbt_nn._literal(class.name) }} then weight else {{ dbt_nn._number(0) }} end) over ({{ group | trim }})
    / nullif(sum(weight) over ({{ group | trim }}), 0) as probability_{{ loop.index }},
    {%- endfor %}
    first_value(label) over (
      {{ group }}order by weight desc, label
      rows between unbounded preceding and unbounded following
    ) as predicted_label
  from (
    select
      {%- for name in by %}
      {{ name }},
      {%- endfor %}
      {{ read.label_text }} as label,
      sum({{ dbt_nn._weight(read) | indent(6) }}) as weight
    from {{ read.relation }}
    where {{ read.label }} is not null
    group by {% for name in by %}{{ name }}, {% endfor %}{{ read.label_text }}
  ) as classes_found
) as constant_predictions
{%- endmacro %}


{% macro _constant_numbers(read) -%}
{%- set by = read.by | map(attribute='quoted') | list -%}
{%- set group = 'over (' ~ dbt_nn._partition_by(by) | trim ~ ')' -%}
(
  select
    *,
    sum(weight * label) {{ group }} / nullif(sum(weight) {{ group }}, 0) as predicted_value
  from (
    select
      {%- for name in by %}
      {{ name }},
      {%- endfor %}
      {{ dbt_nn._to_double(read.label) }} as label,
      {{ dbt_nn._weight(read) | indent(6) }} as weight
    from {{ read.relation }}
    where {{ dbt_nn._is_finite(dbt_nn._to_double(read.label)) }}
  ) as numbers_found
) as constant_predictions
{%- endmacro %}


{# The metrics of such predictions, to be read beside a network's: all that fit and are not about an interval. #}
{% macro _constant_evaluation(where, given) -%}
{%- set reads = dbt_nn._sources_read(dbt_nn._metric_names(), given.positive_class) -%}
{%- set read = dbt_nn._predictions_read(where, dict(given, may_lack_probabilities=true), reads, ['examples'] + dbt_nn._metric_names()) -%}
{%- set names = dbt_nn._metric_names(read.task, given.positive_class is not none) -%}
{%- set metrics = names | reject('in', dbt_nn._reading(names, ['intervals'])) | list -%}
{{ dbt_nn._evaluation_or_no_rows(dbt_nn._constant_predictions(read), metrics) }}
{%- endmacro %}
