{# The examples, before training: the columns exist, there are rows, every number is one, every label is a class. #}
{% macro _check_examples(network, examples, where) %}
  {% if examples.startswith('__dbt__cte__') %}
    {% do exceptions.raise_compiler_error(where ~ ": examples is the ephemeral model " ~ examples[12:]
      ~ ", which would be recomputed in every iteration; materialize it as a table or view") %}
  {% endif %}
  {% do dbt_nn._check_example_columns(network, examples, where) %}

  {% set found = dbt_nn._query(dbt_nn._example_facts(network, examples)).rows[0] %}
  {% set problems = [] %}
  {% if not found[0] %}
    {% set whose = "rows where " ~ network.split ~ " is 'train'" if network.split else "rows" %}
    {% do problems.append(examples ~ " has no " ~ whose ~ ", so there is nothing to train on") %}
  {% endif %}
  {% for feature in network.features %}
    {% if found[loop.index] %}
      {% do problems.append("feature " ~ feature ~ " of " ~ examples ~ " is null, NaN or infinite in "
        ~ dbt_nn._counted(found[loop.index], 'training row') ~ "; fill the values or exclude the rows") %}
    {% endif %}
  {% endfor %}
  {% set label_at = network.features | length + 1 %}
  {% if found[label_at] %}
    {% set expected = "null, NaN or infinite" if not network.classes else "null or not in classes " ~ dbt_nn._shown(network.classes) %}
    {% do problems.append("label " ~ network.label ~ " of " ~ examples ~ " is " ~ expected ~ " in "
      ~ dbt_nn._counted(found[label_at], 'training row')) %}
  {% endif %}
  {% set least = dbt_nn._loss(network.loss).least_label %}
  {% if least is not none and found['negative_labels'] %}
    {% do problems.append("label " ~ network.label ~ " of " ~ examples ~ " is negative in "
      ~ dbt_nn._counted(found['negative_labels'], 'training row') ~ ", but loss is " ~ network.loss
        ~ ", which requires labels of at least " ~ least) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# One row: how many training rows, then in how many of them each feature, and the label, can't be used. #}
{% macro _example_facts(network, examples) -%}
with training_rows as (
  {{ dbt_nn._training_examples(network, examples) | indent(2) }}
)

select
  count(*) as training_rows,
  {%- for feature in network.features %}
  coalesce(sum(case when {{ dbt_nn._is_finite('x_' ~ loop.index) }} then 0 else 1 end), 0) as unusable_{{ loop.index }},
  {%- endfor %}
  {%- if network.classes %}
  {%- set is_known %}
    {%- for class in network.classes %}is_class_{{ loop.index }} = 1{{ ' or ' if not loop.last }}{% endfor %}
  {%- endset %}
  coalesce(sum(case when {{ is_known }} then 0 else 1 end), 0) as unusable_label
  {%- else %}
  coalesce(sum(case when {{ dbt_nn._is_finite('target') }} then 0 else 1 end), 0) as unusable_label
  {%- set least = dbt_nn._loss(network.loss).least_label %}
  {%- if least is not none %},
  coalesce(sum(case when target < {{ least }} then 1 else 0 end), 0) as negative_labels
  {%- endif %}
  {%- endif %}
from training_rows
{%- endmacro %}


{# Columns are there, under the names that the network gives them, and of kinds that a stage can read. #}
{% macro _check_example_columns(network, examples, where) %}
  {% set columns = dbt_nn._columns_in('select * from ' ~ examples) %}
  {% set names = network.features + [network.label, network.split] %}
  {% set problems = dbt_nn._misspelt_columns(columns, names) %}
  {% for name in names if name %}
    {% set alike = dbt_nn._columns_alike(columns, name) %}
    {% if not alike %}
      {% set names = columns | map(attribute='name') | list %}
      {% do problems.append("column " ~ dbt_nn._not_found(name, names, examples, 'it has')) %}
    {% elif alike | length > 1 %}
      {% do problems.append(dbt_nn._ambiguous_column(name, alike)) %}
    {% endif %}
  {% endfor %}
  {% do problems.extend(dbt_nn._alike_to_the_warehouse(columns)) %}
  {% set label = dbt_nn._only_column(columns, network.label) %}
  {% if label and network.classes %}
    {% set kind = dbt_nn._kind_of_type(label.type) %}
    {% set texts = network.classes | select('string') | list | length %}
    {% if (texts and kind in ['integer', 'number']) or (texts < network.classes | length and kind == 'text') %}
      {% do problems.append("label " ~ label.name ~ " is " ~ label.type ~ ", which cannot be one of the classes "
        ~ dbt_nn._shown(network.classes) ~ "; write the classes as the column has them") %}
    {% endif %}
  {% endif %}
  {% for name in network.features %}
    {% set column = dbt_nn._only_column(columns, name) %}
    {% if column and dbt_nn._kind_of_type(column.type) not in ['integer', 'number', 'boolean'] %}
      {% do problems.append("feature " ~ column.name ~ " is " ~ column.type
        ~ "; accepted in stage models: numbers and booleans. Encode it in the examples") %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
