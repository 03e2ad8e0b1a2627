{#
  Rows to numbers: x_<k> for every input of the network. Predictions read the constants (fill, center, scale) from the network's own
  rows; the categories are written out: their number is the network's shape.
#}
{% macro _constant_columns(network) %}
  {% set columns = [] %}
  {% set kinds = dbt_nn._kinds_of_inputs() %}
  {% for input in network.inputs %}
    {% set k = loop.index %}
    {% for role in kinds[input.kind.split(' ')[0]].constants %}
      {% do columns.append("max(case when layer = 0 and role = '" ~ role ~ "' and output = " ~ k ~ " then value end) as " ~ role ~ "_"
        ~ k) %}
    {% endfor %}
  {% endfor %}
  {% do return(columns or ['count(*) as no_constants']) %}
{% endmacro %}


{# Aggregates over a network's rows: what a number that is predicted is scaled by. #}
{% macro _constants_of_target(shape) %}
  {% set columns = [] %}
  {% for role in (['center', 'scale'] if shape.target else []) %}
    {% do columns.append(
      "max(case when role = '" ~ role ~ "' and layer = " ~ shape.layers | length ~ " then value end) as target_" ~ role
    ) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The same constants as numbers, where they are known: training need not look up what it has just learned. #}
{% macro _constants_written_out(network) %}
  {% set columns = [] %}
  {% set kinds = dbt_nn._kinds_of_inputs() %}
  {% for input in network.inputs %}
    {% set k = loop.index %}
    {% for role in kinds[input.kind.split(' ')[0]].constants %}
      {% do columns.append(dbt_nn._number(input.feature.fill if role == 'fill' else input[role]) ~ ' as ' ~ role ~ '_' ~ k) %}
    {% endfor %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _input_columns(network) %}
  {% set columns = [] %}
  {% for input in network.inputs %}
    {% do columns.append(dbt_nn._encoded_input(input, loop.index) ~ ' as x_' ~ loop.index) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _encoded_input(input, k) -%}
  {%- do return(dbt_nn._kinds_of_inputs()[input.kind.split(' ')[0]].encoded(input, 'raw_' ~ input.feature.index, k)) -%}
{%- endmacro %}


{#
  How an input of each kind, by the first word of it, comes from its feature: `encoded(input, raw, k)`. `raw` is the feature's column, `k`
  the input's number; `constants` are the roles that the network stores of it, columns such as center_<k>.
#}
{% macro _kinds_of_inputs() -%}
  {%- set part = {'encoded': dbt_nn._encoded_part, 'constants': []} -%}
  {%- do return({
    'number': {'encoded': dbt_nn._encoded_number, 'constants': ['center', 'scale', 'fill']},
    'boolean': {'encoded': dbt_nn._encoded_boolean, 'constants': ['fill']},
    'missing': {'encoded': dbt_nn._encoded_missing, 'constants': []},
    'category': {'encoded': dbt_nn._encoded_category, 'constants': []},
    'other': {'encoded': dbt_nn._encoded_other, 'constants': []},
    'days': {'encoded': dbt_nn._encoded_days, 'constants': ['center', 'scale', 'least', 'greatest']},
    'month': part, 'weekday': part, 'hour': part,
    'log': {'encoded': dbt_nn._encoded_log, 'constants': ['center', 'scale']},
    'rank': {'encoded': dbt_nn._encoded_rank, 'constants': []},
    'target': {'encoded': dbt_nn._encoded_lookup, 'constants': ['center', 'scale', 'prior']},
    'frequency': {'encoded': dbt_nn._encoded_lookup, 'constants': ['center', 'scale', 'prior']},
    'bucket': {'encoded': dbt_nn._encoded_bucket, 'constants': []}
  }) -%}
{%- endmacro %}


{% macro _encoded_number(input, raw, k) -%}
  {%- do return('(coalesce(' ~ raw ~ ', fill_' ~ k ~ ') - center_' ~ k ~ ') / scale_' ~ k) -%}
{%- endmacro %}


{% macro _encoded_boolean(input, raw, k) -%}
  {%- do return('coalesce(' ~ raw ~ ', fill_' ~ k ~ ')') -%}
{%- endmacro %}


{% macro _encoded_missing(input, raw, k) -%}
  {%- do return(dbt_nn._indicator(raw ~ ' is null')) -%}
{%- endmacro %}


{% macro _encoded_category(input, raw, k) -%}
  {%- do return(dbt_nn._indicator(dbt_nn._filled_category(input, raw) ~ ' = ' ~ dbt_nn._literal(input.category))) -%}
{%- endmacro %}


{# One input for all categories that have none of their own. #}
{% macro _encoded_other(input, raw, k) -%}
  {%- do return(dbt_nn._indicator(dbt_nn._filled_category(input, raw) ~ ' not in (' ~ dbt_nn._known_categories(input.feature) ~ ')')) -%}
{%- endmacro %}


{% macro _filled_category(input, raw) -%}
  {%- do return('coalesce(' ~ raw ~ ', ' ~ dbt_nn._literal(input.feature.fill) ~ ')') -%}
{%- endmacro %}


{% macro _known_categories(feature) -%}
  {%- set categories = [] -%}
  {%- for input in feature.inputs if input.kind == 'category' -%}
    {%- do categories.append(dbt_nn._literal(input.category)) -%}
  {%- endfor -%}
  {%- do return(categories | join(', ')) -%}
{%- endmacro %}


{# A label that is a number is standardized, unless its loss wants it as it is. #}
{% macro _encoded_target(network) -%}
  {%- if not network.target -%}{%- do return('raw_target') -%}{%- endif -%}
  {%- do return('(raw_target - ' ~ dbt_nn._number(network.target.center) ~ ') / ' ~ dbt_nn._number(network.target.scale)) -%}
{%- endmacro %}
