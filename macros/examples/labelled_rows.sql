{# There are rows to train on, every row has a split, and what else the options ask of them. #}
{% macro _check_rows(description, options, query, facts, counts, is_weighted, where) %}
  {% set problems = [] %}
  {% if facts['no_split'] %}
    {% do problems.append("split " ~ description.split.get('column', '') ~ " has a value other than train, validation or test in "
      ~ dbt_nn._counted(facts['no_split'], 'row')) %}
  {% endif %}
  {% set unlabelled = dbt_nn._rows_without_label(description, query) %}
  {% if not counts.train %}
    {% set no_label = "label " ~ description.label.name ~ " is null in every row" %}
    {% set no_row = "no row with a label " ~ ("and a weight above 0 " if is_weighted else "") ~ "is in the training split" %}
    {% do problems.append("there is nothing to train on: " ~ (no_label if unlabelled and not counts.validation else no_row)) %}
  {% elif unlabelled %}
    {% do log(where ~ ": " ~ "not using " ~ dbt_nn._counted(unlabelled, 'row') ~ " without a label", info=true) %}
  {% endif %}
  {% if dbt_nn._has_batch_size(options) and counts.train and options.batch_size > counts.train %}
    {% do problems.append("batch_size is " ~ options.batch_size ~ ", but there are " ~ dbt_nn._counted(counts.train, 'training row')
      ~ "; accepted: at most " ~ counts.train) %}
  {% endif %}
  {% if options.early_stopping not in [false, 'auto'] and not counts.validation %}
    {% do problems.append("early_stopping requires validation rows, and there are none; set example_id or split") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# A loss of counts, or of other amounts that are never negative. #}
{% macro _check_counts(options, classes, source, where) %}
  {% set loss = dbt_nn._loss_of(options.loss, classes | length > 0).loss %}
  {% set least = dbt_nn._loss(loss).least_label %}
  {% if least is not none %}
    {% set negative = dbt_nn._query("select count(*) from (\n\n" ~ source
      ~ "\n\n) as source where split in ('train', 'validation') and raw_target < " ~ least).rows[0][0] | int %}
    {% if negative %}
      {% do exceptions.raise_compiler_error(where ~ ": label " ~ options.label ~ " is negative in " ~ dbt_nn._counted(negative, 'row')
        ~ ", but loss is " ~ loss ~ ", which requires labels of at least " ~ least) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# The validation rows that can be judged: a class that no training row has can't be. #}
{% macro _rows_to_validate(classes, rows, source, where) %}
  {% if not classes or not rows %}
    {% do return(rows) %}
  {% endif %}
  {% set judged = dbt_nn._query("select count(*) from (\n\n" ~ source ~ "\n\n) as source where split = 'validation' and "
    ~ dbt_nn._is_known_class(classes)).rows[0][0] | int %}
  {% if judged < rows %}
    {% do log(where ~ ": " ~ "not using " ~ dbt_nn._counted(rows - judged, 'validation row') ~ ", because no training row has their class",
      info=true) %}
  {% endif %}
  {% do return(judged) %}
{% endmacro %}


{% macro _is_known_class(classes, label='raw_label') -%}
  {%- set literals = [] -%}
  {%- for class in classes -%}
    {%- do literals.append(dbt_nn._literal(class)) -%}
  {%- endfor -%}
  {%- do return(label ~ ' in (' ~ literals | join(', ') ~ ')') -%}
{%- endmacro %}


{% macro _rows_without_label(description, query) %}
  {% set counted = dbt_nn._query(
    "select count(*) from (\n\n" ~ query ~ "\n\n) as examples where not (" ~ dbt_nn._has_label(description.label)
    ~ ")") %}
  {% do return(counted.rows[0][0] | int) %}
{% endmacro %}
