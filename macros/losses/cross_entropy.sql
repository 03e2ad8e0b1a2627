{# Softmax of the scores, and minus the logarithm of the probability of the example's own class, through the log-sum-exp. #}
{% macro _cross_entropy_loss() -%}
  {%- do return({
    'output': 'softmax', 'has_classes': true, 'scores': dbt_nn._score_per_class,
    'stages': dbt_nn._softmax_stages, 'delta': dbt_nn._softmax_delta, 'packed': dbt_nn._packed_cross_entropy,
    'chain': dbt_nn._softmax, 'relation': 'probabilities', 'read': dbt_nn._probabilities_read, 'predicted': none,
    'columns': dbt_nn._columns_of_classes, 'explained': dbt_nn._straight_scores,
    'is_standardised': false, 'least_label': none, 'has_equal_slopes': false, 'constants': {},
    'variants': {
      'sigmoid': {
        'scores': dbt_nn._one_score, 'stages': dbt_nn._sigmoid_stages, 'delta': dbt_nn._sigmoid_delta, 'packed': none,
        'chain': dbt_nn._sigmoid_chain
      },
      'pair': {'stages': dbt_nn._pair_stages, 'delta': dbt_nn._sigmoid_delta},
      'difference': {
        'scores': dbt_nn._one_score, 'stages': dbt_nn._difference_stages, 'delta': dbt_nn._sigmoid_delta,
        'packed': dbt_nn._packed_difference
      }
    }
  }) -%}
{%- endmacro %}


{% macro _softmax_stages(network, scores) -%}
with {{ dbt_nn._softmax(network, scores) }},

example_losses as (
  select
    *,
    {{ dbt_nn._with_penalty(network, "ln(exp_sum) + score_max - (" ~ dbt_nn._own_score(network) ~ ")") }} as example_loss
    {%- if network.reports_splits %},
    {{ dbt_nn._is_correct(network) | indent(4) }} as is_correct
    {%- endif %}
  from probabilities
  {{- network.warehouse.fence }}
)

select * from example_losses
{%- endmacro %}


{# The chain of CTEs from scores to `probabilities`. #}
{% macro _softmax(network, scores) -%}
{%- set classes = range(1, network.layers[-1].outputs + 1) -%}
largest as (
  -- the largest score is taken off first, so that no exponential overflows
  select
    *,
    greatest({% for class in classes %}score_{{ class }}{{ ', ' if not loop.last }}{% endfor %}) as score_max
  from {{ scores }}
  {{- network.warehouse.fence }}
),

exponentials as (
  select
    *,
    {%- for class in classes %}
    {{ dbt_nn._safe_exp('score_' ~ class ~ ' - score_max') }} as exp_{{ class }}{{ ',' if not loop.last }}
    {%- endfor %}
  from largest
  {{- network.warehouse.fence }}
),

normalised as (
  select
    *,
    {% for class in classes %}exp_{{ class }}{{ ' + ' if not loop.last }}{% endfor %} as exp_sum
  from exponentials
  {{- network.warehouse.fence }}
),

probabilities as (
  select
    *,
    {%- for class in classes %}
    exp_{{ class }} / exp_sum as probability_{{ class }}{{ ',' if not loop.last }}
    {%- endfor %}
  from normalised
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{% macro _own_score(network) -%}
  {%- set terms = [] -%}
  {%- for class in range(1, network.layers[-1].outputs + 1) -%}
    {%- do terms.append('is_class_' ~ class ~ ' * score_' ~ class) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._sum_of(terms)) -%}
{%- endmacro %}


{# 1 where the class of the largest score, the first of equal ones, is the example's own. #}
{% macro _is_correct(network) -%}
case
  {%- for class in range(1, network.layers[-1].outputs + 1) %}
  when score_{{ class }} = score_max then is_class_{{ class }}
  {%- endfor %}
end
{%- endmacro %}


{# One score for two classes: its sigmoid is the second class's probability. The exponential's argument is never positive. #}
{% macro _sigmoid_stages(network, scores) -%}
with {{ dbt_nn._sigmoid(network, scores) }},

example_losses as (
  select
    *,
    {{ dbt_nn._with_penalty(network, "ln(1 + exp_score) + greatest(score_1, 0) - is_class_2 * score_1") }} as example_loss
  from probabilities
  {{- network.warehouse.fence }}
)

select * from example_losses
{%- endmacro %}


{# The chain of CTEs from the score to `probabilities`. #}
{% macro _sigmoid(network, scores, score='score_1') -%}
exponentials as (
  select
    *,
    {{ dbt_nn._safe_exp('-abs(' ~ score ~ ')') }} as exp_score
  from {{ scores }}
  {{- network.warehouse.fence }}
),

probabilities as (
  select
    *,
    case when {{ score }} < 0 then 1 else exp_score end / (1 + exp_score) as probability_1,
    case when {{ score }} < 0 then exp_score else 1 end / (1 + exp_score) as probability_2
  from exponentials
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{% macro _sigmoid_chain(network, scores) -%}
{{ dbt_nn._sigmoid(network, scores) }}
{%- endmacro %}


{% macro _softmax_delta(network, score) -%}
  {%- do return('probability_' ~ score ~ ' - is_class_' ~ score) -%}
{%- endmacro %}


{% macro _sigmoid_delta(network, score) -%}
  {%- do return('probability_2 - is_class_2') -%}
{%- endmacro %}


{% macro _score_per_class(network) -%}
  {%- do return(network.classes | length) -%}
{%- endmacro %}


{% macro _columns_of_classes(network) -%}
  {%- do return(4 + 2 * network.classes | length) -%}
{%- endmacro %}


{% macro _probabilities_read(network) -%}
  {%- set names = [] -%}
  {%- for class in network.classes -%}
    {%- do names.append('probability_' ~ loop.index) -%}
  {%- endfor -%}
  {%- do return(names) -%}
{%- endmacro %}


{% macro _straight_scores(network) -%}
  {%- do return(['identity'] * network.layers[-1].outputs) -%}
{%- endmacro %}
