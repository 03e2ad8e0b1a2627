{#
  Permutation importance. The rows stand in a circle, in the order of a hash of their ids; in repeat r of feature f a row takes the feature
  of the row that is ((f - 1) * repeats + r - 1) mod (rows - 1) + 1 places on. One sort is enough for all, no row keeps its own value, and
  every warehouse permutes alike. Permutation 0 leaves all as it is.
#}
{% macro _importance(where, given) -%}
{%- do dbt_nn._check_importance_arguments(where, given) -%}
{%- set shape = dbt_nn._network_to_explain(where, given) -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
{{ dbt_nn._no_rows({'by': []}, dbt_nn._importance_columns()) }}
{%- else -%}
{{ dbt_nn._importances(dbt_nn._importance_asked(where, given, shape)) }}
{%- endif -%}
{%- endmacro %}


{% macro _importance_columns() %}
  {% set double = dbt_nn._warehouse().double_type %}
  {% set text = dbt.type_string() %}
  {% do return([
    ['network_key', text], ['feature', text], ['metric', text], ['metric_value', double], ['importance', double], ['spread', double],
    ['repeats', dbt.type_int()]
  ]) %}
{% endmacro %}


{% macro _importances(asked) -%}
{%- set network = asked.network -%}
{%- set names = [] -%}
{%- for unit in asked.units -%}
  {%- do names.append(dbt_nn._literal(unit.name)) -%}
{%- endfor -%}
{%- set key = dbt_nn._key_of_answer(network) -%}
{%- set partition = 'partition by network_key' if asked.by else '' -%}
{%- set whole = 'max(case when permuted = 0 then ' ~ asked.metric ~ ' end) over (' ~ partition ~ ')' -%}
{%- set loss = '' if dbt_nn._metric_named(asked.metric).better == 'high' else '-' -%}
with dbt_nn_examples as (
  select * from {{ asked.examples }}
),

{{ dbt_nn._network_read(network, asked.relation, asked.where) }}

{{ dbt_nn._rows_in_a_circle(asked) }},

permutations as (
  -- permutation 0 leaves every row as it is
  select 0 as permuted, 0 as repetition
  union all
  select permuted, repetition
  from {{ dbt_nn._series(1, asked.units | length, 'permuted') }} as units
  cross join {{ dbt_nn._series(1, asked.repeats, 'repetition') }} as repetitions
),

shifts as (
  select
    {%- if network.fleet %}
    answered_by,
    {%- endif %}
    permuted,
    repetition,
    row_count,
    case
      when permuted = 0 then 0
      else mod((permuted - 1) * {{ asked.repeats }} + repetition - 1, greatest(row_count - 1, 1)) + 1
    end as shift
  from permutations
  cross join row_counts
),

inputs as (
  -- every row once per permutation, with the permuted inputs of its donor
  select
    shifts.permuted,
    shifts.repetition,
    encoded.label,
    {%- for name in network.features %}
    {{ dbt_nn._permuted_input(asked, loop.index) }} as x_{{ loop.index }},
    {%- endfor %}
    {%- for name in dbt_nn._columns_of_places(network) + dbt_nn._constants_of_answers(network) %}
    encoded.{{ name }},
    {%- endfor %}
    weights.*
  from encoded
  {{ 'inner join shifts on encoded.answered_by = shifts.answered_by' if network.fleet else 'cross join shifts' }}
  inner join encoded as donors
    on donors.place = mod(encoded.place + shifts.shift, shifts.row_count)
    {%- if network.fleet %}
    and donors.answered_by = encoded.answered_by
    {%- endif %}
  {{ dbt_nn._weights_of(network, 'encoded.answered_by') }}
  {{- dbt_nn._fence_behind_weights(network) }}
)
{{- dbt_nn._answers_of_copies(network, ['permuted', 'repetition'], ['label']) }},

predicted as (
  select
    permuted,
    repetition,
    {%- if asked.by %}
    {{ key }} as network_key,
    {%- endif %}
    label,
    {{ dbt_nn._predicted_to_judge(network) | join(',\n') | indent(4) }}
  from {{ dbt_nn._answers_read(network) }}
),

evaluation as (
  {{ dbt_nn._evaluation(dbt_nn._predicted_read(asked), [asked.metric]) | indent(2) }}
),

differences as (
  select
    permuted,
    {%- if asked.by %}
    network_key,
    {%- endif %}
    {{ loss }}({{ whole }} - {{ asked.metric }}) as difference,
    {{ whole }} as metric_value
  from evaluation
)

select
  {{ 'network_key' if asked.by else "cast('' as " ~ dbt.type_string() ~ ') as network_key' }},
  {{ dbt_nn._nth('permuted', names) }} as feature,
  cast({{ dbt_nn._literal(asked.metric) }} as {{ dbt.type_string() }}) as metric,
  max(metric_value) as metric_value,
  avg(difference) as importance,
  stddev_pop(difference) as spread,
  {{ asked.repeats }} as repeats
from differences
where permuted > 0
group by {{ (asked.by + ['permuted']) | join(', ') }}
{%- endmacro %}


{% macro _permuted_input(asked, k) -%}
  {%- set feature = asked.network.inputs[k - 1].feature.index -%}
  {%- set own = namespace(unit=0) -%}
  {%- for unit in asked.units if feature in unit.features -%}
    {%- set own.unit = asked.units.index(unit) + 1 -%}
  {%- endfor -%}
  {%- do return('case when shifts.permuted = ' ~ own.unit ~ ' then donors.x_' ~ k ~ ' else encoded.x_' ~ k ~ ' end') -%}
{%- endmacro %}
