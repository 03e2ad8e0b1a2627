{#
  Training takes the softmax of two scores as the sigmoid of their difference: the same probabilities and slopes, with one exponential
  and one product for both. The stages of a stage network show the softmax as it is written for any number of classes.
#}
{% macro _pair_stages(network, scores) -%}
with differences as (
  -- the softmax of two scores is the sigmoid of their difference
  select
    *,
    score_2 - score_1 as score_difference
  from {{ scores }}
  {{- network.warehouse.fence }}
),

{{ dbt_nn._sigmoid(network, 'differences', 'score_difference') }},

{{ dbt_nn._losses_of_difference(network, 'score_difference') }}

select * from example_losses
{%- endmacro %}


{# The same of one score, which is the difference already. #}
{% macro _difference_stages(network, scores) -%}
with {{ dbt_nn._sigmoid(network, scores) }},

{{ dbt_nn._losses_of_difference(network, 'score_1') }}

select * from example_losses
{%- endmacro %}


{% macro _losses_of_difference(network, difference) -%}
example_losses as (
  select
    *,
    {{
      dbt_nn._with_penalty(network, "ln(1 + exp_score) + greatest(" ~ difference ~ ", 0) - is_class_2 * " ~ difference)
    }} as example_loss,
    -- of equal scores, the first class is the answer
    is_class_2 + {{ dbt_nn._indicator(difference ~ ' <= 0') }} * (is_class_1 - is_class_2) as is_correct
  from probabilities
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# And over lists of examples. #}
{% macro _packed_difference(network, scores) -%}
{%- set score = dbt_nn._element('score', 1) -%}
{%- set first = dbt_nn._element('labels[example]', 1) -%}
{%- set second = dbt_nn._element('labels[example]', 2) -%}
{%- set loss = 'ln(1 + exponentials[example]) + greatest(' ~ score ~ ', 0) - ' ~ second ~ ' * ' ~ score -%}
{%- set is_correct = second ~ ' + ' ~ dbt_nn._indicator(score ~ ' <= 0') ~ ' * (' ~ first ~ ' - ' ~ second ~ ')' -%}
{%- set probability = 'case when ' ~ score ~ ' < 0 then exponentials[example] else 1 end / (1 + exponentials[example])' -%}
with exponentials as (
  -- the softmax of two scores is the sigmoid of their difference, which is the one score here
  select
    *,
    {{ dbt_nn._map('scores', 'score', dbt_nn._safe_exp('-abs(' ~ score ~ ')')) }} as exponentials
  from {{ scores }}
)

select
  *,
  {{ dbt_nn._map('scores', 'score', dbt_nn._with_penalty(network, loss), index='example') }} as example_losses,
  {{ dbt_nn._map('scores', 'score', is_correct, index='example') }} as are_correct,
  {{
    dbt_nn._map('scores', 'score', dbt_nn._array([probability ~ ' - ' ~ second], is_one_line=true), index='example')
  }} as slopes
from exponentials
{%- endmacro %}
