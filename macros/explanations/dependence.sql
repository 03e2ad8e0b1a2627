{# Partial dependence: every row once per value of the grid, predicted, and what is left of the predictions of each value. #}
{% macro _dependence(where, given) -%}
{%- do dbt_nn._check_dependence_arguments(where, given) -%}
{%- set shape = dbt_nn._network_to_explain(where, given) -%}
{%- set columns = dbt_nn._columns_of_examples(given.examples) -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
{{ dbt_nn._no_rows({'by': []}, dbt_nn._dependence_columns(given, shape, columns)) }}
{%- else -%}
{{ dbt_nn._dependences(dbt_nn._dependence_asked(where, given, shape, columns)) }}
{%- endif -%}
{%- endmacro %}


{% macro _dependence_columns(given, shape, columns) %}
  {% set double = dbt_nn._warehouse().double_type %}
  {% set text = dbt.type_string() %}
  {% set feature = dbt_nn._only_column(shape.sources.values() | list, given.feature) if shape else none %}
  {% set column = dbt_nn._only_column(columns, given.feature) %}
  {% set kind = feature.kind if feature else dbt_nn._kind_of_type(column.type) if column else 'text' %}
  {% do return([
    ['network_key', text], ['class', text], ['feature', text], ['grid_value', double if kind in ['number', 'integer'] else text],
    ['mean_prediction', double], ['low', double], ['high', double], ['examples', dbt_nn._warehouse().bigint_type]
  ]) %}
{% endmacro %}


{% macro _dependences(asked) -%}
{%- set network = asked.network -%}
{%- set names = [] -%}
{%- for number in asked.class_numbers -%}
  {%- do names.append(dbt_nn._literal(network.classes[number - 1])) -%}
{%- endfor -%}
{%- set lookups = dbt_nn._lookups_of(network, [asked.feature.index]) -%}
{%- set grid = 'grid_looked_up' if lookups else 'grid' -%}
{%- set places = (['network_key'] if network.fleet else []) + ['grid_number', 'position'] -%}
{%- set places = places | join(', ') -%}
with dbt_nn_examples as (
  select * from {{ asked.examples }}
),

{{ dbt_nn._network_read(network, asked.relation, asked.where) }}

{{ dbt_nn._rows_in_a_circle(asked) }},

{{ dbt_nn._grid(asked) }},

{% if lookups -%}
grid_looked_up as (
  {{ dbt_nn._rows_looked_up(network, lookups, 'grid') | indent(2) }}
),

{% endif -%}
grid_inputs as (
  -- the feature's own inputs, of every value of the grid
  select
    {%- if network.fleet %}
    constants.network_key as grid_key,
    {%- endif %}
    grid_number,
    grid_value,
    {%- for input in asked.inputs %}
    {{ dbt_nn._encoded_input(network.inputs[input - 1], input) }} as grid_x_{{ input }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ grid }}
  {%- if network.fleet and not asked.grid_values %}
  inner join members on {{ grid }}.answering_key = members.row_key
  inner join constants on members.network_key = constants.network_key
  {%- else %}
  cross join constants
  {%- endif %}
  {{- network.warehouse.fence }}
),

inputs as (
  select
    grid_number,
    grid_value,
    {%- for name in network.features %}
    {{ 'grid_' if loop.index in asked.inputs else 'encoded.' }}x_{{ loop.index }} as x_{{ loop.index }},
    {%- endfor %}
    {%- for name in dbt_nn._columns_of_places(network) + dbt_nn._constants_of_answers(network) %}
    encoded.{{ name }},
    {%- endfor %}
    weights.*
  from encoded
  {{ 'inner join grid_inputs on encoded.answered_by = grid_inputs.grid_key' if network.fleet else 'cross join grid_inputs' }}
  {{ dbt_nn._weights_of(network, 'encoded.answered_by') }}
  {{- dbt_nn._fence_behind_weights(network) }}
)
{{- dbt_nn._answers_of_copies(network, ['grid_number'], ['grid_value']) }},

{{ dbt_nn._predictions_of_grid(asked) }},

ranked as (
  select
    *,
    row_number() over (partition by {{ places }} order by prediction) as place,
    count(*) over (partition by {{ places }}) as examples
  from predicted
)

select
  {{ 'network_key' if network.fleet else dbt_nn._key_of_answer(network) ~ ' as network_key' }},
  cast({{ dbt_nn._nth('position', names) if names else 'null' }} as {{ dbt.type_string() }}) as class,
  cast({{ dbt_nn._literal(asked.feature.name) }} as {{ dbt.type_string() }}) as feature,
  {{ dbt_nn._same_value('grid_value') }} as grid_value,
  avg(prediction) as mean_prediction,
  max(case when place = ceil(examples / {{ dbt_nn._number(10) }}) then prediction end) as low,
  max(case when place = ceil(9 * examples / {{ dbt_nn._number(10) }}) then prediction end) as high,
  max(examples) as examples
from ranked
group by {{ places }}
{%- endmacro %}


{# CTEs to `predicted`: a row for every prediction, `position` the place of its class among those that are asked for. #}
{% macro _predictions_of_grid(asked) -%}
{%- set network = asked.network -%}
{%- set known = (['network_key'] if network.fleet else []) + ['grid_number', 'grid_value'] -%}
{%- set key = [dbt_nn._key_of_answer(network) ~ ' as network_key'] if network.fleet else [] -%}
{%- set answers = 'numbers' if network.fleet or not network.classes else 'answers' -%}
{%- set probabilities = [] -%}
{%- for number in asked.class_numbers -%}
  {%- do probabilities.append('probability_' ~ number) -%}
{%- endfor -%}
{%- if answers == 'numbers' -%}
numbers as (
  select
    {{ (key + ['grid_number', 'grid_value'] + dbt_nn._numbers_predicted(network)) | join(',\n') | indent(4) }}
  from {{ dbt_nn._answers_read(network) }}
),

{% endif -%}
{% if probabilities | length > 1 -%}
predicted as (
  {{ dbt_nn._elements(answers, known, dbt_nn._array(probabilities, is_one_line=true), 'prediction') | indent(2) }}
)
{%- else -%}
predicted as (
  select {{ known | join(', ') }}, {{ probabilities[0] or 'predicted_value' }} as prediction, 1 as position
  from {{ answers }}
)
{%- endif -%}
{%- endmacro %}
