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


{#
  The columns that are compared: those named, else all that `columns` and `others` share, of numbers, truth values and text. `left_out`
  are names as the columns have them.
#}
{% macro _features_compared(features, columns, others, left_out=[]) %}
  {% set compared = [] %}
  {% for column in columns %}
    {% set kind = dbt_nn._kind_of_type(column.type) %}
    {% set is_shared = dbt_nn._only_column(others, column.name) is not none and column.name not in left_out %}
    {% if is_shared and kind in ['number', 'integer', 'boolean', 'text'] %}
      {% do compared.append(dict(column, kind=kind)) %}
    {% endif %}
  {% endfor %}
  {% set chosen = [] %}
  {% for name in features if dbt_nn._only_column(compared, name) is not none %}
    {% do chosen.append(dbt_nn._only_column(compared, name)) %}
  {% endfor %}
  {% do return(chosen if features else compared) %}
{% endmacro %}


{# The names of features, each once; none for all of them. #}
{% macro _features_given_problems(features) %}
  {% if dbt_nn._is_list(features) and not features %}
    {% do return([dbt_nn._wrong('features', features, "a list of distinct column names, or none for all columns")]) %}
  {% endif %}
  {% do return(dbt_nn._texts_problems('features', features)) %}
{% endmacro %}


{# What is wrong with the features named; `taken` says what else a column is, by its name. #}
{% macro _feature_problems(features, compared, columns, what, taken={}) %}
  {% set problems = [] %}
  {% set found = [] %}
  {% for name in features if dbt_nn._only_column(columns, name) is not none %}
    {% do found.append(dbt_nn._only_column(columns, name).name) %}
  {% endfor %}
  {% if dbt_nn._repeated(found) %}
    {% do return(["features are " ~ features | join(', ') ~ ", of which two are one column; list it once"]) %}
  {% endif %}
  {% for name in features if dbt_nn._only_column(compared, name) is none %}
    {% set alike = dbt_nn._columns_alike(columns, name) %}
    {% if alike | length > 1 %}
      {% do problems.append(dbt_nn._ambiguous_column(name, alike)) %}
    {% elif alike and alike[0].name in taken %}
      {% do problems.append("feature " ~ name ~ " is also " ~ taken[alike[0].name] ~ "; remove it from features") %}
    {% elif alike %}
      {% do problems.append(
        "feature " ~ name ~ " is " ~ alike[0].type ~ " in " ~ what ~ "; accepted: numbers, booleans and text that both tables have"
      ) %}
    {% else %}
      {% do problems.append("feature " ~ name ~ " is not in " ~ what ~ "; it has " ~ columns | map(attribute='name') | join(', ')) %}
    {% endif %}
  {% endfor %}
  {% if not compared and not problems %}
    {% do problems.append("no feature columns found in " ~ what ~ "; accepted: numeric, boolean and text columns") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# Features that are numbers on one side and texts on the other: they share no bucket. #}
{% macro _unlike_types(compared, others, model, reference) %}
  {% set problems = [] %}
  {% for feature in compared %}
    {% set other = dbt_nn._only_column(others, feature.name) %}
    {% set is_text = dbt_nn._kind_of_type(other.type) == 'text' %}
    {% if is_text != (feature.kind == 'text') or dbt_nn._kind_of_type(other.type) in ['date', 'other'] %}
      {% do problems.append("feature " ~ feature.name ~ " is " ~ feature.type ~ " in " ~ dbt_nn._tested(model).name ~ " and " ~ other.type
        ~ " in " ~ reference ~ "; cast one of them to the type of the other") %}
    {% endif %}
  {% endfor %}
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
