{% macro _pair_loss(network, scores) -%}
with differences as (
  -- the softmax of two scores is the sigmoid of their difference
  select
    *,
    score_2 - score_1 as score_difference
  from {{ scores }}
  {{- dbt_nn._fence() }}
),

{{ dbt_nn._sigmoid('differences', 'score_difference') }},

example_losses as (
  select
    *,
    {{ dbt_nn._with_penalty(network, "ln(1 + exp_score) + greatest(score_difference, 0) - is_class_2 * score_difference") }} as example_loss,
    -- of equal scores, the first class is the answer
    is_class_2 + {{ dbt_nn._indicator('score_difference <= 0') }} * (is_class_1 - is_class_2) as is_correct
  from probabilities
  {{- dbt_nn._fence() }}
)

select * from example_losses
{%- endmacro %}
