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

example_losses as (
  select
    *,
    {{
      dbt_nn._with_penalty(network, "ln(1 + exp_score) + greatest(score_difference, 0) - is_class_2 * score_difference")
    }} as example_loss,
    -- of equal scores, the first class is the answer
    is_class_2 + {{ dbt_nn._indicator('score_difference <= 0') }} * (is_class_1 - is_class_2) as is_correct
  from probabilities
  {{- network.warehouse.fence }}
)

select * from example_losses
{%- endmacro %}
