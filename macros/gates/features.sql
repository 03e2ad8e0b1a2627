{#
  The features of a table as long rows, one per row and feature: numbers and truth values as `number`, text as `category`.
  `extra` are further columns, expressions with their names.
#}
{% macro _long_features(relation, features, extra, condition='') -%}
{%- set rows = [] -%}
{%- for feature in features -%}
  {%- set is_text = feature.kind == 'text' -%}
  {%- do rows.append([
    dbt_nn._literal(feature.name) ~ ' as feature',
    ('cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')' if is_text else dbt_nn._raw(feature)) ~ ' as number',
    (dbt_nn._raw(feature) if is_text else 'cast(null as ' ~ dbt.type_string() ~ ')') ~ ' as category'
  ] + extra) -%}
{%- endfor -%}
{{ dbt_nn._rows_of_each(relation, rows, condition) }}
{%- endmacro %}


{# The columns that are compared: those named, else all that `columns` and `others` share, of numbers, truth values and text. #}
{% macro _features_compared(features, columns, others, left_out=[]) %}
  {% set compared = [] %}
  {% for name, column in columns.items() %}
    {% set kind = dbt_nn._kind_of_type(column.type) %}
    {% if kind in ['number', 'integer', 'boolean', 'text'] and name in others and name not in left_out %}
      {% do compared.append(dict(column, kind=kind)) %}
    {% endif %}
  {% endfor %}
  {% if not features %}
    {% do return(compared) %}
  {% endif %}
  {% set wanted = features | map('lower') | list %}
  {% set chosen = [] %}
  {% for column in compared %}
    {% if column.name | lower in wanted %}
      {% do chosen.append(column) %}
    {% endif %}
  {% endfor %}
  {% do return(chosen) %}
{% endmacro %}


{# What is wrong with the features named. #}
{% macro _feature_problems(features, compared, columns, what) %}
  {% set problems = [] %}
  {% set found = compared | map(attribute='name') | map('lower') | list %}
  {% for name in features %}
    {% if name | lower in columns and name | lower not in found %}
      {% set type = columns[name | lower].type %}
      {% do problems.append(
        "feature " ~ name ~ " is " ~ type ~ " in " ~ what ~ "; accepted: numbers, booleans and text that both tables have"
      ) %}
    {% elif name | lower not in found %}
      {% do problems.append("feature " ~ name ~ " is not in " ~ what ~ "; it has " ~ columns.keys() | join(', ')) %}
    {% endif %}
  {% endfor %}
  {% if not compared and not problems %}
    {% do problems.append("there is no feature to look at in " ~ what) %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# From `evaluation`, a row per feature with `rows_to_judge` and its `values_found`, to the failing rows. #}
{% macro _bounded_features(what, at_most) -%}
judged as (
  select
    feature,
    metric_value,
    examples,
    rows_to_judge,
    case when values_found = 0 then rows_to_judge else 0 end as lost_answers,
    0 as is_nothing
  from evaluation
  union all
  select
    cast(null as {{ dbt.type_string() }}) as feature,
    cast(null as {{ dbt_nn._warehouse().double_type }}) as metric_value,
    0 as examples,
    0 as rows_to_judge,
    0 as lost_answers,
    1 as is_nothing
  from (select count(*) as features from evaluation) as features_found
  where features = 0
),

{{ dbt_nn._bounded(what, none, at_most) }}

{{ dbt_nn._out_of_bounds(
  what, {'by': [{'name': 'feature', 'quoted': 'feature'}]}, none, at_most, ['metric', 'metric_value', 'at_most', 'examples'], 'value'
) }}
{%- endmacro %}
