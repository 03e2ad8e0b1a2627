{#
  The temperature that all scores are divided by, so that the log loss of the validation rows is least: Guo et al. 2017,
  https://arxiv.org/abs/1706.04599. As a function of its inverse the loss is convex, so Newton's steps, or halves of the interval where one
  leaves it, find the place where its slope is 0. Below 50 rows it is 1; it is at least 0.05 and at most 20.
  Of a fleet {key: temperature} of the networks with 50 rows or more, and 'of all': that of all rows together, which the others take.
#}
{% macro _learned_temperatures(prepared, checkpoints, examples) %}
  {% set rows = prepared.encoding.counts.validation %}
  {% if rows < 50 %}
    {% do log(prepared.where ~ ": the probabilities are not calibrated, because there are " ~ rows
      ~ " validation rows and 50 are needed", info=true) %}
    {% do return({'of all': 1.0}) %}
  {% endif %}
  {% set found = dbt_nn._temperatures_of(prepared, checkpoints, examples, ['of all']) %}
  {% set keys = dbt_nn._query(
    "select row_key from " ~ examples ~ " where validation_share > 0 group by row_key having count(*) >= 50"
  ).rows | map(attribute=0) | list if prepared.network.has_keys else [] %}
  {% do found.update(dbt_nn._temperatures_of(prepared, checkpoints, examples, keys) if keys else {}) %}
  {% do log(prepared.where ~ ": the scores are divided by the temperature " ~ found['of all'] | round(3) ~ ", from " ~ rows
    ~ " validation rows" ~ ("; " ~ dbt_nn._with_commas(keys | length) ~ " networks with 50 rows or more have their own" if keys else ""),
    info=true) %}
  {% do return(found) %}
{% endmacro %}


{# All searches take their next step with one query. #}
{% macro _temperatures_of(prepared, checkpoints, examples, keys) %}
  {% set network = dbt_nn._to_predict_only(prepared.network) %}
  {% set searches = {} %}
  {% for key in keys %}
    {% do searches.update({key: {'inverse': 1.0, 'least': 0.05, 'most': 20.0, 'ends': false}}) %}
  {% endfor %}
  {% set open = namespace(inverses={}) %}
  {% for step in range(60) %}
    {% set open.inverses = {} %}
    {% for key, search in searches.items() if not search.ends %}
      {% do open.inverses.update({key: search.inverse}) %}
    {% endfor %}
    {% for row in (dbt_nn._query(dbt_nn._slopes_of_log_loss(
      network, prepared.network.early_stopping, checkpoints, examples, open.inverses
    )).rows if open.inverses else []) %}
      {% do dbt_nn._step_of_search(searches[row[2]], row[0] | float, row[1] | float) %}
    {% endfor %}
  {% endfor %}
  {% set temperatures = {} %}
  {% for key, search in searches.items() %}
    {% do temperatures.update({key: (1 / search.inverse) | round(9)}) %}
  {% endfor %}
  {% do return(temperatures) %}
{% endmacro %}


{# Changes the search. #}
{% macro _step_of_search(search, slope, curvature) %}
  {% do search.update({'most': search.inverse} if slope > 0 else {'least': search.inverse}) %}
  {% set newton = search.inverse - slope / curvature if curvature > 1e-300 else search.least - 1 %}
  {% set next = newton if newton > search.least and newton < search.most else (search.least + search.most) / 2 %}
  {% do search.update({
    'ends': slope == 0 or (next - search.inverse) | abs < 1e-11 * search.inverse,
    'inverse': next if slope != 0 else search.inverse
  }) %}
{% endmacro %}


{#
  The first and second derivative of the mean log loss by the inverse of the temperature, for each of `inverses` by the key of its network;
  the key 'of all' is that of all rows.
#}
{% macro _slopes_of_log_loss(network, stops_early, checkpoints, examples, inverses) -%}
{%- set of_all = 'of all' in inverses -%}
{%- set inverse = dbt_nn._number(inverses['of all']) if of_all else 'inverse' -%}
{%- set classes = range(1, network.classes | length + 1) -%}
{{ dbt_nn._validation_scores(network, stops_early, checkpoints, examples) }},

{% if not of_all -%}
inverses as (
  {%- for key, inverse in inverses.items() %}
  select {{ dbt_nn._literal(key) }} as inverse_key, {{ dbt_nn._number(inverse) }} as inverse
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
),

{% endif -%}
largest as (
  select
    *,
    greatest({% for class in classes %}score_{{ class }}{{ ', ' if not loop.last }}{% endfor %}) as score_max,
    {{ dbt_nn._own_score(network) }} as own_score
  from scores
  {%- if not of_all %}
  inner join inverses on scores.network_key = inverses.inverse_key
  {%- endif %}
  {{- network.warehouse.fence }}
),

distances as (
  -- how far each score is below the largest
  select
    validation_share,
    {{ 'network_key, inverse,' if not of_all }}
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
    {{ dbt_nn._safe_exp(inverse ~ ' * distance_' ~ class) }} as exp_{{ class }}{{ ',' if not loop.last }}
    {%- endfor %}
  from distances
  {{- network.warehouse.fence }}
),

moments as (
  select
    validation_share,
    {{ 'network_key,' if not of_all }}
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
  {{ dbt_nn._double_text('sum(validation_share * (second_sum / exp_sum - (first_sum / exp_sum) * (first_sum / exp_sum)))') }} as curvature,
  {{ "'of all'" if of_all else 'network_key' }} as network_key
from moments
{{- '\ngroup by network_key' if not of_all }}
{%- endmacro %}
