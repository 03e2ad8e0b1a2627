{#
  The temperature that all scores are divided by, so that the log loss of the validation rows is least: Guo et al. 2017,
  https://arxiv.org/abs/1706.04599. As a function of its inverse the loss is convex, so Newton's steps, or halves of the interval where one
  leaves it, find the place where its slope is 0. Below 50 rows it is 1; it is at least 0.05 and at most 20.
#}
{% macro _learned_temperature(prepared, checkpoints, examples) %}
  {% set rows = prepared.encoding.counts.validation %}
  {% if rows < 50 %}
    {% do log(prepared.where ~ ": the probabilities are not calibrated, because there are " ~ rows
      ~ " validation rows and 50 are needed", info=true) %}
    {% do return(1.0) %}
  {% endif %}
  {% set network = dbt_nn._to_predict_only(prepared.network) %}
  {% set search = namespace(inverse=1.0, least=0.05, most=20.0, ends=false) %}
  {% for step in range(60) if not search.ends %}
    {% set found = dbt_nn._query(
      dbt_nn._slope_of_log_loss(network, prepared.network.early_stopping, checkpoints, examples, search.inverse)
    ).rows[0] %}
    {% set slope = found[0] | float %}
    {% set curvature = found[1] | float %}
    {% if slope > 0 %}
      {% set search.most = search.inverse %}
    {% else %}
      {% set search.least = search.inverse %}
    {% endif %}
    {% set newton = search.inverse - slope / curvature if curvature > 1e-300 else search.least - 1 %}
    {% set next = newton if newton > search.least and newton < search.most else (search.least + search.most) / 2 %}
    {% set search.ends = slope == 0 or (next - search.inverse) | abs < 1e-11 * search.inverse %}
    {% set search.inverse = next if slope != 0 else search.inverse %}
  {% endfor %}
  {% set temperature = (1 / search.inverse) | round(9) %}
  {% do log(prepared.where ~ ": the scores are divided by the temperature " ~ temperature | round(3) ~ ", from " ~ rows
    ~ " validation rows", info=true) %}
  {% do return(temperature) %}
{% endmacro %}


{# The first and second derivative of the mean log loss by the inverse of the temperature. #}
{% macro _slope_of_log_loss(network, stops_early, checkpoints, examples, inverse) -%}
{%- set classes = range(1, network.classes | length + 1) -%}
{{ dbt_nn._validation_scores(network, stops_early, checkpoints, examples) }},

largest as (
  select
    *,
    greatest({% for class in classes %}score_{{ class }}{{ ', ' if not loop.last }}{% endfor %}) as score_max,
    {{ dbt_nn._own_score(network) }} as own_score
  from scores
  {{- network.warehouse.fence }}
),

distances as (
  -- how far each score is below the largest
  select
    validation_share,
    own_score - score_max as own_distance,
    {%- for class in classes %}
    score_{{ class }} - score_max as distance_{{ class }}{{ ',' if not loop.last }}
    {%- endfor %}
  from largest
  {{- network.warehouse.fence }}
),

exponentials as (
  select
    *,
    {%- for class in classes %}
    {{ dbt_nn._safe_exp(dbt_nn._number(inverse) ~ ' * distance_' ~ class) }} as exp_{{ class }}{{ ',' if not loop.last }}
    {%- endfor %}
  from distances
  {{- network.warehouse.fence }}
),

moments as (
  select
    validation_share,
    own_distance,
    {% for class in classes %}exp_{{ class }}{{ ' + ' if not loop.last }}{% endfor %} as exp_sum,
    {% for class in classes %}exp_{{ class }} * distance_{{ class }}{{ ' + ' if not loop.last }}{% endfor %} as first_sum,
    {% for class in classes %}
    {{- 'exp_' ~ class ~ ' * distance_' ~ class ~ ' * distance_' ~ class }}{{ ' + ' if not loop.last }}
    {%- endfor %} as second_sum
  from exponentials
  {{- network.warehouse.fence }}
)

select
  {{ dbt_nn._double_text('sum(validation_share * (first_sum / exp_sum - own_distance))') }} as slope,
  {{ dbt_nn._double_text('sum(validation_share * (second_sum / exp_sum - (first_sum / exp_sum) * (first_sum / exp_sum)))') }} as curvature
from moments
{%- endmacro %}
