{#
  Whether the network still has the shape that this query was written for; raises where it has not.
  What is written out is compared: the inputs and how they are encoded, the classes, the activation and the split. What is only read may
  change.
#}
{% macro _shape_check(shape, where) -%}
select
  case
    when {{ dbt_nn._shape_facts(shape) | join('\nand ') | indent(6) }}
      then 'as compiled'
    else {{ dbt_nn._fail(
      where ~ ": the network was retrained with different features, classes, layers or loss after this query was compiled; "
      ~ "run this model again"
    ) }}
  end = 'as compiled' as is_as_compiled
from {{ dbt_nn._rows_of_shape(shape) | indent(2) }}
{%- endmacro %}


{# Of a fleet what its networks share, and one of them: they are alike. #}
{% macro _rows_of_shape(shape) -%}
{%- if not shape.fleet -%}{%- do return('network') -%}{%- endif -%}
{%- set own = "('weight', 'bias', 'temperature', 'residual_quantile')" -%}
(
  select *
  from network
  where (network_key = '' and role not in {{ own }})
    or (network_key = (select min(network_key) from network where role = 'weight') and role in {{ own }})
) as network
{%- endmacro %}


{% macro _shape_facts(shape) %}
  {% set is_input = "role = 'weight' and layer = 1 and output = 1 and input_name = " ~ dbt_nn._expected_name('input', shape.features) %}
  {% set facts = [
    dbt_nn._rows_where("role in ('weight', 'bias')") ~ ' = ' ~ shape.parameters,
    dbt_nn._rows_where(is_input) ~ ' = ' ~ shape.features | length,
    dbt_nn._rows_where("role = 'temperature'") ~ ' = ' ~ (1 if shape.has_temperature else 0),
    dbt_nn._rows_where("role = 'residual_quantile'") ~ ' = ' ~ (1 if shape.has_interval else 0),
    dbt_nn._rows_where("role = 'center' and layer = 0") ~ ' = ' ~ shape.inputs | selectattr('center') | list | length
  ] %}
  {% if shape.classes %}
    {% do facts.append(dbt_nn._rows_where(
      "role = 'bias' and layer = " ~ shape.layers | length ~ " and output_name = " ~ dbt_nn._expected_name('output', shape.classes)
    ) ~ ' = ' ~ shape.classes | length) %}
  {% endif %}
  {% for feature in shape.sources.values() if feature.kind == 'text' and feature.fill is not none %}
    {% do facts.append(dbt_nn._rows_where(
      "role = 'fill' and input_name = " ~ dbt_nn._literal(feature.name) ~ " and output_name = " ~ dbt_nn._literal(feature.fill)
    ) ~ ' = 1') %}
  {% endfor %}
  {% for input in shape.inputs %}
    {% if input.get('knots') %}
      {% do facts.append(dbt_nn._rows_where(
        "role = 'knot' and output = " ~ loop.index ~ " and value = " ~ dbt_nn._expected_knot(input.knots)
      ) ~ ' = ' ~ input.knots | length) %}
    {% endif %}
  {% endfor %}
  {% for threshold in shape.split_rule.thresholds %}
    {% do facts.append(dbt_nn._rows_where(
      "role = 'split' and output_name = '" ~ threshold.split ~ "' and value = " ~ dbt_nn._number(threshold.starts)
      ~ (" and input_name = " ~ dbt_nn._literal(threshold.class) if shape.split_rule.get('stratify') else '')
    ) ~ ' = 1') %}
  {% endfor %}
  {% if shape.split_rule.thresholds %}
    {% do facts.append(dbt_nn._rows_where("role = 'split'") ~ ' = ' ~ shape.split_rule.thresholds | length) %}
  {% endif %}
  {% set folds = shape.fleet.fold_by.thresholds if shape.fleet else [] %}
  {% for threshold in folds %}
    {% do facts.append(dbt_nn._rows_where(
      "role = 'fold' and output = " ~ threshold.fold ~ " and output_name = '" ~ threshold.of ~ "' and value = "
      ~ dbt_nn._number(threshold.starts)
      ~ (" and input_name = " ~ dbt_nn._literal(threshold.class) if shape.fleet.fold_by.way == 'class' else '')
    ) ~ ' = 1') %}
  {% endfor %}
  {% if folds %}
    {% do facts.append(dbt_nn._rows_where("role = 'fold'") ~ ' = ' ~ folds | length) %}
  {% endif %}
  {# A network in a unit test may come without its options. #}
  {% for name, value in shape.compiled_options.items() %}
    {% do facts.append(dbt_nn._rows_where(
      "role = 'option' and input_name = '" ~ name ~ "' and output_name <> " ~ dbt_nn._literal(value)
    ) ~ ' = 0') %}
  {% endfor %}
  {% do return(facts) %}
{% endmacro %}


{% macro _rows_where(condition) -%}
  {%- do return('sum(case when ' ~ condition ~ ' then 1 else 0 end)') -%}
{%- endmacro %}


{% macro _expected_name(position, names) -%}
case {{ position }}
  {%- for name in names %} when {{ loop.index }} then {{ dbt_nn._literal(name) }}{% endfor %} end
{%- endmacro %}


{% macro _expected_knot(knots) -%}
case output_name
  {%- for value in knots %} when '{{ loop.index0 }}' then {{ dbt_nn._number(value) }}{% endfor %} end
{%- endmacro %}
