{# Data tests that compare what the warehouse computed with the seeds of known numbers. Failing rows say both numbers, or which is missing. #}

{# The encoding, the parameters and the history of a network of `train`. `of` is its name in the seed expected_networks. #}
{% test known_network(model, of) %}
{% set found %}
select
  role,
  iteration,
  layer,
  input,
  output,
  case when role in ('class', 'category') then output_name end as output_name,
  case when role = 'class' then output when role = 'category' then coalesce(value, 0) else value end as value
from {{ model }}
where role in (
  'class', 'category', 'center', 'scale', 'weight', 'bias', 'train_loss', 'validation_loss', 'train_accuracy', 'validation_accuracy',
  'gradient_norm', 'learning_rate'
)
{% endset %}
{{ differences(found, known_values('expected_networks', 'network', of), ['role', 'iteration', 'layer', 'input', 'output', 'output_name']) }}
{% endtest %}


{# The parameters, and the losses if there are any yet, of a stage model. #}
{% test known_stage(model, of) %}
{% set found %}
select
  case when layer is null then 'train_loss' when input = 0 then 'bias' else 'weight' end as role,
  iteration,
  layer,
  input,
  output,
  cast(null as {{ dbt.type_string() }}) as output_name,
  case when layer is null then train_loss else value end as value
from {{ model }}
{% endset %}
{{ differences(found, known_values('expected_networks', 'network', of), ['role', 'iteration', 'layer', 'input', 'output', 'output_name']) }}
{% endtest %}


{# Of every row of predictions its split, its answer and these columns. `example` is the column that identifies a row. #}
{% test known_predictions(model, of, measures, example='shopper', answer=none) %}
{% set found %}
{%- for measure in measures %}
select
  cast({{ example }} as {{ dbt.type_string() }}) as example,
  split,
  {{ answer or 'cast(null as ' ~ dbt.type_string() ~ ')' }} as answer,
  '{{ measure }}' as measure,
  {{ measure }} as value
from {{ model }}
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{% endset %}
{{ differences(found, known_values('expected_predictions', 'network', of), ['example', 'split', 'answer', 'measure']) }}
{% endtest %}


{# Metrics, or the points of a curve. `at` is SQL that tells a relation's rows apart. #}
{% test known_evaluation(model, of, at, measures) %}
{% set found %}
{%- for measure in measures %}
select
  {{ at }} as place,
  '{{ measure }}' as measure,
  {{ measure }} as value
from {{ model }}
where {{ measure }} is not null
{{- '\nunion all' if not loop.last }}
{%- endfor %}
{% endset %}
{{ differences(found, known_values('expected_evaluations', 'evaluation', of), ['place', 'measure']) }}
{% endtest %}


{# The parameters, the optimizer's state and the losses of another network. #}
{% test same_network(model, other) %}
{% set keys = ['role', 'iteration', 'layer', 'input', 'output', 'output_name'] %}
{% set numbers = 'select ' ~ keys | join(', ') ~ ", value from {} where role in ('weight', 'bias', 'optimizer_state', 'train_loss')" %}
{{ differences(numbers.format(model), numbers.format(other), keys) }}
{% endtest %}


{% macro known_values(seed, column, of) %}
  {% do return("select * from " ~ ref(seed) ~ " where " ~ column ~ " = '" ~ of ~ "'") %}
{% endmacro %}


{# Keys that one side lacks or repeats, and values that differ by more than 1e-9, relative above 1. #}
{% macro differences(found, expected, keys) -%}
{%- set double = dbt_nn._warehouse().double_type -%}
with computed as (
  {{ found | trim | indent(2) }}
),

known as (
  {{ expected | indent(2) }}
),

both_sides as (
  select {{ keys | join(', ') }}, cast(value as {{ double }}) as found, cast(null as {{ double }}) as expected, 1 as is_found, 0 as is_known
  from computed
  union all
  select {{ keys | join(', ') }}, cast(null as {{ double }}) as found, value as expected, 0 as is_found, 1 as is_known
  from known
),

compared as (
  select
    {{ keys | join(',\n') | indent(4) }},
    max(found) as found,
    max(expected) as expected,
    sum(is_found) as times_found,
    sum(is_known) as times_known
  from both_sides
  group by {{ keys | join(', ') }}
)

select *
from compared
where times_found <> 1
  or times_known <> 1
  or not coalesce(abs(found - expected) <= 1e-9 * greatest(1e0, abs(expected)), false)
{%- endmacro %}
