{# The examples, before training: the columns exist, there are rows, every number is one, every label is a class. #}
{% macro _check_examples(network, examples, where) %}
  {% if examples.startswith('__dbt__cte__') %}
    {% do exceptions.raise_compiler_error(
      where ~ ": the examples are read from the ephemeral model " ~ examples[12:] ~ ", which every iteration would compute anew; "
      ~ "materialize it as a table or view"
    ) %}
  {% endif %}
  {% do dbt_nn._check_example_columns(network, examples, where) %}

  {% set found = run_query(dbt_nn._example_facts(network, examples)).rows[0] %}
  {% set problems = [] %}
  {% if not found[0] %}
    {% set whose = "rows where " ~ network.split ~ " is 'train'" if network.split else "rows" %}
    {% do problems.append(examples ~ " has no " ~ whose ~ ", so there is nothing to train on") %}
  {% endif %}
  {% for feature in network.features %}
    {% if found[loop.index] %}
      {% do problems.append(
        "feature " ~ feature ~ " of " ~ examples ~ " is null, NaN or infinite in " ~ found[loop.index] ~ " training row(s); "
        ~ "fill them or leave them out"
      ) %}
    {% endif %}
  {% endfor %}
  {% set label_at = network.features | length + 1 %}
  {% if found[label_at] %}
    {% set expected = "null, NaN or infinite" if not network.classes else "null or none of the classes " ~ network.classes | tojson %}
    {% do problems.append(
      "label " ~ network.label ~ " of " ~ examples ~ " is " ~ expected ~ " in " ~ found[label_at] ~ " training row(s)"
    ) %}
  {% endif %}
  {% set least = dbt_nn._loss(network.loss).least_label %}
  {% if least is not none and found['negative_labels'] %}
    {% do problems.append(
      "label " ~ network.label ~ " of " ~ examples ~ " is negative in " ~ found['negative_labels'] ~ " training row(s), and loss is "
      ~ network.loss ~ ", which takes labels of at least " ~ least
    ) %}
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
  {%- set known = [] %}
  {%- for class in network.classes %}
  {%- do known.append('is_class_' ~ loop.index ~ ' = 1') %}
  {%- endfor %}
  coalesce(sum(case when {{ known | join(' or ') }} then 0 else 1 end), 0) as unusable_label
  {%- else %}
  coalesce(sum(case when {{ dbt_nn._is_finite('target') }} then 0 else 1 end), 0) as unusable_label
  {%- set least = dbt_nn._loss(network.loss).least_label %}
  {%- if least is not none %},
  coalesce(sum(case when target < {{ least }} then 1 else 0 end), 0) as negative_labels
  {%- endif %}
  {%- endif %}
from training_rows
{%- endmacro %}


{# Names are matched as the warehouse would match them: exactly, or without regard to case where it has none. #}
{% macro _check_example_columns(network, examples, where) %}
  {% set columns = {} %}
  {% for column in dbt_nn._names_and_types('select * from ' ~ examples) %}
    {% do columns.update({column.name: dict(column, kind=dbt_nn._kind_of_type(column.type))}) %}
  {% endfor %}
  {% set lowered = columns.keys() | map('lower') | list %}
  {% set problems = [] %}
  {% for name in network.features + [network.label] + ([network.split] if network.split else []) %}
    {% if name | lower not in lowered %}
      {% set nearest = dbt_nn._nearest(name, columns.keys() | list) %}
      {% set advice = "did you mean " ~ nearest ~ "? " if nearest else "" %}
      {% do problems.append("column " ~ name ~ " is not in " ~ examples ~ "; " ~ advice ~ "it has " ~ columns.keys() | join(', ')) %}
    {% endif %}
  {% endfor %}
  {% for name, column in columns.items() if name | lower == network.label | lower and network.classes %}
    {% set texts = network.classes | select('string') | list | length %}
    {% if (texts and column.kind in ['integer', 'number']) or (texts < network.classes | length and column.kind == 'text') %}
      {% do problems.append(
        "label " ~ name ~ " is " ~ column.type ~ ", which can't be one of the classes " ~ network.classes | tojson
        ~ "; write the classes as the column has them"
      ) %}
    {% endif %}
  {% endfor %}
  {% for name, column in columns.items() if name | lower in network.features | map('lower') | list %}
    {% if column.kind not in ['integer', 'number', 'boolean'] %}
      {% do problems.append("feature " ~ name ~ " is " ~ column.type ~ "; a stage takes numbers and booleans: encode it in the examples") %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
