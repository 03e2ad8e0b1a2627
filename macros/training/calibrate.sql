{#
  What a network learns of the validation rows after its training, as rows of the network: the temperature of `calibrate`, and of `interval`
  the size of the residuals. The kept parameters are measured, on the encoded rows.
#}
{% macro _rows_of_validation(prepared, checkpoints, examples, keys=['']) %}
  {% set rows = [] %}
  {% if prepared.options.calibrate == 'temperature' %}
    {% set temperatures = dbt_nn._learned_temperatures(prepared, checkpoints, examples) %}
    {% for key in keys %}
      {% do rows.append(dbt_nn._network_row(
        'temperature', value=dbt_nn._number(temperatures.get(key, temperatures['of all'])), network_key=key
      )) %}
    {% endfor %}
  {% endif %}
  {% if prepared.options.interval %}
    {% set residuals = dbt_nn._residuals_by_key(prepared, checkpoints, examples) %}
    {% for key in keys %}
      {% do rows.append(dbt_nn._network_row(
        'residual_quantile', output_name=dbt_nn._literal(prepared.options.interval | string),
        value=dbt_nn._number(residuals.get(key, residuals['of all'])), network_key=key
      )) %}
    {% endfor %}
  {% endif %}
  {% do return(rows) %}
{% endmacro %}


{# What `calibrate` and `interval` ask of the task and the validation rows, before the training. #}
{% macro _check_calibration(prepared) %}
  {% set options = prepared.options %}
  {% set rows = prepared.encoding.counts.validation %}
  {% set label = prepared.network.label %}
  {% set problems = [] %}
  {% if options.calibrate == 'temperature' and not prepared.network.classes %}
    {% do problems.append("calibrate is temperature, which adjusts the probabilities of classes, and " ~ label
      ~ " is predicted as a number; accepted: none. For a number, interval gives bounds") %}
  {% elif options.calibrate == 'temperature' and not rows %}
    {% do problems.append("calibrate requires validation rows, and there are none; set example_id or split") %}
  {% endif %}
  {% if options.interval and prepared.network.classes %}
    {% do problems.append("interval is " ~ options.interval ~ ", which is for a number to predict, and " ~ label
      ~ " has classes; remove interval") %}
  {% elif options.interval and rows < dbt_nn._rows_for_interval(options.interval) %}
    {% do problems.append("interval is " ~ options.interval ~ ", which requires at least " ~ dbt_nn._rows_for_interval(options.interval)
      ~ " validation rows, and there are " ~ rows ~ "; hold out more rows, or set a lower interval") %}
  {% endif %}
  {% do dbt_nn._raise_problems(prepared.where, problems) %}
{% endmacro %}


{# From that many rows on, the order statistic is one of them. The roundings are for 1 - 0.9, which is a little less than 0.1. #}
{% macro _rows_for_interval(level) %}
  {% do return(dbt_nn._ceiling(1 / (1 - level)) - 1) %}
{% endmacro %}


{% macro _ceiling(value) %}
  {% set rounded = value | round(6) %}
  {% do return((rounded | int) + (1 if rounded > rounded | int else 0)) %}
{% endmacro %}


{#
  Split conformal prediction: of n absolute residuals the one at place ceil((n + 1) * level), so that a new row's label is within it with
  at least that probability. Vovk et al. 2005, https://doi.org/10.1007/b106715
  Of a fleet for each network, and for all its rows together: a row without a key.
#}
{% macro _residual_at(prepared, checkpoints, examples) -%}
{%- set partition = dbt_nn._partition_of_network(prepared.network, 'network_key') -%}
{%- set level = dbt_nn._number(prepared.options.interval) -%}
{%- set network = dbt_nn._to_predict_only(prepared.network) -%}
{%- set loss = dbt_nn._loss_in(network) -%}
{%- set has_own_scales = network.has_keys and network.target != {} -%}
{%- set units = ' * ' ~ dbt_nn._number(network.target.scale) ~ ' + ' ~ dbt_nn._number(network.target.center)
  if network.target and not has_own_scales else '' -%}
{{ dbt_nn._validation_scores(network, prepared.network.early_stopping, checkpoints, examples) }},

{% if loss.chain -%}
{{ loss.chain(network, 'scores') }},

{% endif -%}
predictions as (
  select
    network_key,
    target{{ units }} as label,
    {{ loss.predicted(network, units)[0] }}
  from {{ loss.relation }}
),

residuals as (
  select network_key, abs(label - predicted_value){{ ' * members.target_scale' if has_own_scales }} as residual
  from predictions
  {%- if has_own_scales %}
  inner join {{ prepared.members }} as members on predictions.network_key = members.row_key
  {%- endif %}
),

ranked as (
  select
    network_key,
    residual,
    row_number() over ({{ partition }} order by residual) as place,
    count(*) over ({{ partition }}) as row_count,
    row_number() over (order by residual) as place_of_all,
    count(*) over () as rows_of_all
  from residuals
)

-- rounded, because 0.9 times an integer may be a little more than one
select network_key, {{ dbt_nn._double_text('residual') }} as residual
from ranked
where place = ceil(round((row_count + 1) * {{ level }} * 1000000) / 1000000)
union all
select null, {{ dbt_nn._double_text('residual') }}
from ranked
where place_of_all = ceil(round((rows_of_all + 1) * {{ level }} * 1000000) / 1000000)
{%- endmacro %}


{# {key: residual, 'of all': residual}; networks of too few validation rows are left out. #}
{% macro _residuals_by_key(prepared, checkpoints, examples) %}
  {% set found = {} %}
  {% for row in dbt_nn._query(dbt_nn._residual_at(prepared, checkpoints, examples)).rows %}
    {% do found.update({row[0] if row[0] is not none else 'of all': row[1]}) %}
  {% endfor %}
  {% if 'of all' not in found %}
    {% do exceptions.raise_compiler_error(prepared.where ~ ": interval is " ~ prepared.options.interval ~ ", which requires at least "
      ~ dbt_nn._rows_for_interval(prepared.options.interval) ~ " validation rows in all networks of the fleet together, "
      ~ "and there are fewer") %}
  {% endif %}
  {% do return(found) %}
{% endmacro %}


{# The CTEs up to `scores`, of the rows that validate, with the parameters that are kept. #}
{% macro _validation_scores(network, stops_early, checkpoints, examples) -%}
{{ dbt_nn._inputs_of_kept(network, stops_early, checkpoints, examples, 'validation_share > 0') }}
{{- dbt_nn._hidden_layers(network, 'inputs') }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(2) }}
)
{%- endmacro %}


{# The CTEs up to `inputs`: encoded rows beside the parameters that are kept. #}
{% macro _inputs_of_kept(network, stops_early, checkpoints, examples, condition) -%}
with parameters as (
  select network_key, iteration, layer, input, output, {{ 'best_value' if stops_early else 'value' }} as value
  from {{ checkpoints[-1].relation }}
  where layer is not null
),

weights as (
  {{ dbt_nn._weights(network, 'parameters') | indent(2) }}
),

inputs as (
  select *
  from {{ examples }} as examples
  {{ dbt_nn._join_to_weights(network, 'examples') }}
  where {{ condition }}
  {{- network.warehouse.join_fence if network.has_keys else network.warehouse.fence }}
)
{%- endmacro %}


{# The network without what only training needs. #}
{% macro _to_predict_only(network) %}
  {% set forward = dict(
    network, is_forward=true, is_pair=false, l1=0, l2=0, has_penalty=false, dropout=[], batches='', rows_per_iteration=0, layout='auto'
  ) %}
  {% do return(dict(forward, layout=dbt_nn._layout_for(forward))) %}
{% endmacro %}
