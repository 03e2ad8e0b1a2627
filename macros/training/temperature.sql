{#
  The temperature that all scores are divided by, so that the log loss of the validation rows is least: Guo et al. 2017,
  https://arxiv.org/abs/1706.04599. As a function of its inverse the loss is convex, so Newton's steps, or halves of the interval where one
  leaves it, find the place where its slope is 0. Below 50 rows it is 1; it is at least 0.05 and at most 20. It is also 1 instead of less
  where fewer than 5 rows are predicted wrong: only these keep it from 0, and what it gains on the others is little.
  Of a fleet {key: temperature} of the networks whose rows are enough, and 'of all': that of all rows together, which the others take.
#}
{% macro _learned_temperatures(prepared, checkpoints, examples) %}
  {% set rows = prepared.encoding.counts.validation %}
  {% if rows < 50 %}
    {% do log(prepared.where ~ ": the probabilities are not calibrated, because there are " ~ rows
      ~ " validation rows and 50 are needed", info=true) %}
    {% do return({'of all': 1.0}) %}
  {% endif %}
  {% set of_all = dbt_nn._temperatures_of(prepared, checkpoints, examples, ['of all'])['of all'] %}
  {% set keys = dbt_nn._query(
    "select row_key from " ~ examples ~ " where validation_share > 0 group by row_key having count(*) >= 50"
  ).rows | map(attribute=0) | list if prepared.network.has_keys else [] %}
  {% set found = {'of all': 1.0 if of_all.is_unknown else of_all.temperature} %}
  {% for key, own in (dbt_nn._temperatures_of(prepared, checkpoints, examples, keys) if keys else {}).items() if not own.is_unknown %}
    {% do found.update({key: own.temperature}) %}
  {% endfor %}
  {% set unknown = keys | length - (found | length - 1) %}
  {% do log(prepared.where ~ (": the probabilities are not calibrated, because " ~ of_all.wrong_rows ~ " of " ~ rows
    ~ " validation rows " ~ ("is" if of_all.wrong_rows == 1 else "are") ~ " predicted wrong and 5 are needed for a temperature below 1"
    if of_all.is_unknown else ": the scores are divided by the temperature " ~ found['of all'] | round(3) ~ ", from " ~ rows
    ~ " validation rows") ~ ("; " ~ dbt_nn._with_commas(keys | length) ~ " networks with 50 rows or more have their own" if keys else "")
    ~ (", except " ~ dbt_nn._with_commas(unknown) ~ " with fewer than 5 rows predicted wrong" if unknown else ""), info=true) %}
  {% do return(found) %}
{% endmacro %}


{#
  {key: {temperature, wrong_rows, is_unknown}}. All searches take their next step with one query. They begin at 1, where the slope shows
  on which side the least loss is.
#}
{% macro _temperatures_of(prepared, checkpoints, examples, keys) %}
  {% set network = dbt_nn._to_predict_only(prepared.network) %}
  {% set searches = {} %}
  {% for key in keys %}
    {% do searches.update({key: {'inverse': 1.0, 'least': 0.05, 'most': 20.0, 'ends': false, 'is_unknown': false}}) %}
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
      {% set search = searches[row[2]] %}
      {% if step == 0 and row[3] | int < 5 and row[0] | float <= 0 %}
        {% do search.update({'ends': true, 'is_unknown': true}) %}
      {% else %}
        {% do dbt_nn._step_of_search(search, row[0] | float, row[1] | float) %}
      {% endif %}
      {% do search.update({'wrong_rows': row[3] | int}) %}
    {% endfor %}
  {% endfor %}
  {% for search in searches.values() %}
    {% do search.update({'temperature': (1 / search.inverse) | round(9)}) %}
  {% endfor %}
  {% do return(searches) %}
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
  the key 'of all' is that of all rows. And how many rows are predicted wrong: another class has a larger score than their own.
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
  {{ "'of all'" if of_all else 'network_key' }} as network_key,
  count(case when own_distance < 0 then 1 end) as wrong_rows
from moments
{{- '\ngroup by network_key' if not of_all }}
{%- endmacro %}
