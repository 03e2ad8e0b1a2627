{#
  Cross-entropy over lists of examples. Such a SELECT adds example_losses, are_correct where there are classes, and slopes: for each
  example, one per score.
#}
{% macro _packed_cross_entropy(network, scores) -%}
with largest as (
  -- the largest score is taken off first, so that no exponential overflows
  select
    *,
    {{ dbt_nn._map('scores', 'score', dbt_nn._list_max('score')) }} as score_maxima
  from {{ scores }}
),

exponentials as (
  select
    *,
    {{
      dbt_nn._map('scores', 'score', dbt_nn._map('score', 'one', dbt_nn._safe_exp('one - score_maxima[example]')), index='example')
    }} as exponentials
  from largest
),

normalised as (
  select
    *,
    {{ dbt_nn._map('exponentials', 'one', dbt_nn._list_sum('one')) }} as exp_sums
  from exponentials
)

select
  *,
  {{
    dbt_nn._map(
      'scores', 'score',
      dbt_nn._with_penalty(
        network, "ln(exp_sums[example]) + score_maxima[example] - " ~ dbt_nn._dot_product('labels[example]', 'score')
      ),
      index='example'
    )
  }} as example_losses,
  {{
    dbt_nn._map(
      'scores', 'score',
      dbt_nn._element('labels[example]', dbt_nn._list_position('score', 'score_maxima[example]')),
      index='example'
    )
  }} as are_correct,
  {{
    dbt_nn._map(
      'exponentials', 'one',
      dbt_nn._map('one', 'exponential', 'exponential / exp_sums[example] - labels[example][class]', index='class'),
      index='example'
    )
  }} as slopes
from normalised
{%- endmacro %}
