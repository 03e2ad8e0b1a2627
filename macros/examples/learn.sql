{#
  Learns the encoding on the training split only, and returns what goes into the network:
    features   [{name, quoted, kind, fill, inputs: [{name, kind, category, center, scale}]}], constant ones left out
    classes    [{name, value}] in order; empty for regression
    target     {center, scale} for regression; {} for counts
    counts     {train, validation, unlabelled}
    class_weights  {class: weight}; {} where none are asked for
  `known` is the encoding that a warm start has learned before, {features, target}; else {}.
  Numbers stay texts on the way, so that no digit is lost.
#}
{% macro _learned_encoding(description, options, query, known, where) %}
  {% do dbt_nn._check_ids(description, query, where) %}
  {% do dbt_nn._check_weights(description, query, where) %}
  {% set class_weights = dbt_nn._learned_class_weights(description, options, query, where) %}
  {% set is_weighted = description.weight is not none or class_weights != {} %}
  {% set source = dbt_nn._source(description, query, class_weights) %}
  {% set facts = run_query(dbt_nn._source_facts(description, source, is_weighted)).rows[0] %}
  {% set counts = {'train': facts['train_rows'] | int, 'validation': facts['validation_rows'] | int} %}
  {% set problems = [] %}
  {% if facts['no_split'] %}
    {% do problems.append("split " ~ description.split.get('column', '') ~ " is something else than train, validation or test in " ~ facts['no_split'] ~ " row(s)") %}
  {% endif %}
  {% set unlabelled = dbt_nn._rows_without_label(description, query) %}
  {% if not counts.train %}
    {% do problems.append("there is nothing to train on: " ~ ("label " ~ description.label.name ~ " is null in every row" if unlabelled and not counts.validation else "no row with a label " ~ ("and a weight above 0 " if is_weighted else "") ~ "is in the training split")) %}
  {% elif unlabelled %}
    {% do log(where ~ ": " ~ unlabelled ~ " row(s) without a label are left out", info=true) %}
  {% endif %}
  {% if options.batch_size and counts.train and options.batch_size > counts.train %}
    {% do problems.append("batch_size is " ~ options.batch_size ~ ", and there are " ~ counts.train ~ " training rows; accepted: at most so many") %}
  {% endif %}
  {% if options.early_stopping and not counts.validation %}
    {% do problems.append("early_stopping needs rows of the split validation, and there are none; give example_id or split") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do dbt_nn._check_infinite(description, query, where) %}

  {% set features = known.get('features', []) %}
  {% for feature in description.features if not known %}
    {% if feature.kind == 'text' %}
      {% set learned = dbt_nn._learned_text(feature, loop.index, source, options, counts.train, is_weighted, where) %}
    {% else %}
      {% set learned = dbt_nn._learned_number(feature, loop.index, facts, options, where) %}
    {% endif %}
    {% if learned.inputs %}
      {% do features.append(learned) %}
    {% else %}
      {% do log(where ~ ": feature " ~ feature.name ~ " has one value only in the training rows; it is left out", info=true) %}
    {% endif %}
  {% endfor %}
  {% if not features %}
    {% do exceptions.raise_compiler_error(where ~ ": every feature has one value only in the training rows, so there is nothing to learn from") %}
  {% endif %}

  {% set is_classification = dbt_nn._is_classification(description, options, facts, where) %}
  {% set classes = dbt_nn._learned_classes(description, options, source, counts.train, where) if is_classification else [] %}
  {% do dbt_nn._check_counts(options, classes, source, where) %}
  {% do counts.update({'validation': dbt_nn._rows_to_validate(classes, counts.validation, source, where)}) %}
  {% do return({
    'features': features,
    'classes': classes,
    'target': {} if is_classification else known.target if known else dbt_nn._learned_target(facts, options, where),
    'counts': counts,
    'class_weights': class_weights
  }) %}
{% endmacro %}


{# A loss of counts, or of other amounts that are never negative. #}
{% macro _check_counts(options, classes, source, where) %}
  {% set loss = dbt_nn._loss_of(options.loss, classes | length > 0).loss %}
  {% set least = dbt_nn._loss(loss).least_label %}
  {% if least is not none %}
    {% set negative = run_query("select count(*) from (\n\n" ~ source ~ "\n\n) as source where split in ('train', 'validation') and raw_target < " ~ least).rows[0][0] | int %}
    {% if negative %}
      {% do exceptions.raise_compiler_error(where ~ ": label " ~ options.label ~ " is negative in " ~ negative ~ " row(s), and loss is " ~ loss ~ ", which takes labels of at least " ~ least) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# The validation rows that can be judged: a class that no training row has can't be. #}
{% macro _rows_to_validate(classes, rows, source, where) %}
  {% if not classes or not rows %}
    {% do return(rows) %}
  {% endif %}
  {% set judged = run_query("select count(*) from (\n\n" ~ source ~ "\n\n) as source where split = 'validation' and " ~ dbt_nn._is_known_class(classes)).rows[0][0] | int %}
  {% if judged < rows %}
    {% do log(where ~ ": " ~ (rows - judged) ~ " validation row(s) are of a class that no training row has; they are left out", info=true) %}
  {% endif %}
  {% do return(judged) %}
{% endmacro %}


{% macro _is_known_class(classes) -%}
  {%- set literals = [] -%}
  {%- for class in classes -%}
    {%- do literals.append(dbt_nn._literal(class)) -%}
  {%- endfor -%}
  {%- do return('raw_label in (' ~ literals | join(', ') ~ ')') -%}
{%- endmacro %}


{% macro _rows_without_label(description, query) %}
  {% set counted = run_query("select count(*) from (\n\n" ~ query ~ "\n\n) as examples where not (" ~ dbt_nn._has_label(description.label) ~ ")") %}
  {% do return(counted.rows[0][0] | int) %}
{% endmacro %}


{# One row of what training must know of every column: counts, and the mean and standard deviation of the numbers. #}
{% macro _source_facts(description, source, is_weighted) -%}
{%- set numbers = [] -%}
{%- for feature in description.features if feature.kind != 'text' -%}
  {%- do numbers.append('raw_' ~ dbt_nn._index_of(description.features, feature)) -%}
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
    sum(weight * {{ raw }}) / sum(case when {{ raw }} is not null then weight end) as mean_of_{{ raw }}{{ ',' if not loop.last }}
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
  (select count(*) from source where split is null or split not in ('train', 'validation', 'test')) as no_split,
  {%- for raw in numbers %}
  {{ dbt_nn._number_facts(raw, is_weighted) | indent(2) }},
  {%- endfor %}
  (select count(distinct raw_label) from training_rows) as label_values
from training_rows
{%- endmacro %}


{% macro _number_facts(column, is_weighted) -%}
{%- set text = dbt.type_string() -%}
{%- set difference = '(' ~ column ~ ' - mean_of_' ~ column ~ ')' -%}
{%- set weight = 'sum(case when ' ~ column ~ ' is not null then weight end)' -%}
count({{ column }}) as {{ column }}_present,
cast({{ 'max(mean_of_' ~ column ~ ')' if is_weighted else 'avg(' ~ column ~ ')' }} as {{ text }}) as {{ column }}_mean,
cast({{ 'sqrt(sum(weight * ' ~ difference ~ ' * ' ~ difference ~ ') / ' ~ weight ~ ')' if is_weighted else 'stddev_pop(' ~ column ~ ')' }} as {{ text }}) as {{ column }}_deviation,
cast(min({{ column }}) as {{ text }}) as {{ column }}_least,
cast(max({{ column }}) as {{ text }}) as {{ column }}_greatest
{%- endmacro %}


{% macro _index_of(features, feature) %}
  {% for candidate in features if candidate.name == feature.name %}
    {% do return(features.index(candidate) + 1) %}
  {% endfor %}
{% endmacro %}


{# An id is what the split hangs on: it is there, and there once. #}
{% macro _check_ids(description, query, where) %}
  {% if description.id is not none %}
    {% set ids = run_query("select count(*), count(" ~ description.id.quoted ~ "), count(distinct " ~ description.id.quoted ~ ") from (\n\n" ~ query ~ "\n\n) as examples").rows[0] %}
    {% if ids[1] < ids[0] %}
      {% do exceptions.raise_compiler_error(where ~ ": example_id " ~ description.id.name ~ " is null in " ~ (ids[0] - ids[1]) ~ " row(s)") %}
    {% elif ids[2] < ids[0] %}
      {% do exceptions.raise_compiler_error(where ~ ": example_id " ~ description.id.name ~ " repeats in " ~ (ids[0] - ids[2]) ~ " row(s); it must identify one row each") %}
    {% endif %}
  {% endif %}
{% endmacro %}
