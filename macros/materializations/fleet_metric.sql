{#
  A metric of `evaluate` as `best_by`: every network is measured on its own validation rows, or where it has none on its training rows,
  with the parameters that are kept. Probabilities are those before calibration, and every row counts the same, as in evaluate.
#}
{# best_by with what its metric's table knows; raises what the classes tell. #}
{% macro _best_by_with_metric(prepared) %}
  {% set best_by = prepared.fleet.best_by %}
  {% if best_by.of_history %}
    {% do return(best_by) %}
  {% endif %}
  {% set metric = dbt_nn._metric_named(best_by.name) %}
  {% set classes = prepared.network.classes %}
  {% set task = 'classification' if classes else 'regression' %}
  {% set problems = [] %}
  {% if metric.task != task %}
    {% do problems.append("best_by is " ~ metric.name ~ ", which is for " ~ metric.task ~ ", and the task is " ~ task ~ "; accepted: "
      ~ dbt_nn._metrics_to_choose_by(task) | join(', ')) %}
  {% elif best_by.positive_class is not none and dbt_nn._class_text(best_by.positive_class) not in classes %}
    {% do problems.append("best_by: positive_class is " ~ dbt_nn._not_among(dbt_nn._class_text(best_by.positive_class), classes)) %}
  {% endif %}
  {% do dbt_nn._raise_problems(prepared.where, problems) %}
  {% do return(dict(best_by, is_high=metric.better == 'high')) %}
{% endmacro %}


{# What is wrong with the name in best_by, before anything is read. #}
{% macro _check_best_by(options, where) %}
  {% set best_by = dbt_nn._best_by_of(options) %}
  {% set metric = dbt_nn._metric_named(best_by.name) %}
  {% set known = dbt_nn._measures_of_history() + dbt_nn._metrics_to_choose_by(none) %}
  {% set problems = [] %}
  {% if best_by.name not in known %}
    {% do problems.append("best_by is " ~ dbt_nn._not_among(best_by.name, known)) %}
  {% elif metric and metric.get('needs') and best_by.positive_class is none %}
    {% do problems.append("best_by is " ~ metric.name ~ ", which is computed for one class; accepted: {metric: " ~ metric.name
      ~ ", positive_class: 'yes'}, with a class of the label") %}
  {% elif best_by.of_history and best_by.positive_class is not none %}
    {% do problems.append("best_by has positive_class, which " ~ best_by.name ~ " does not need; remove it") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# An interval is the same for all networks of a training, so its coverage cannot choose among them. #}
{% macro _metrics_to_choose_by(task) %}
  {% do return(dbt_nn._metric_names(task) | reject('equalto', 'coverage') | list) %}
{% endmacro %}


{# The part, with the table of its networks' metric where there is one to measure. #}
{% macro _with_metric(part, best_by, members, target, where) %}
  {% if best_by.of_history %}
    {% do return(part) %}
  {% endif %}
  {% set measured = dbt_nn._helper_table(dbt_nn._target_of_part(target, part.number), 'measured') %}
  {% do dbt_nn._rebuild(measured, dbt_nn._metric_of_part(part, best_by, members, where)) %}
  {% do return(dict(part, measured=measured)) %}
{% endmacro %}


{% macro _metric_of_part(part, best_by, members, where) -%}
{%- set given = {
  'predictions': '(\n\n' ~ dbt_nn._validation_predictions(part, members) ~ '\n\n) as predictions',
  'label': 'label',
  'metrics': [best_by.name],
  'positive_class': best_by.positive_class,
  'classes': part.network.classes or none,
  'by': ['dbt_nn_network']
} -%}
select
  dbt_nn_network as network_key,
  case when {{ dbt_nn._is_finite(best_by.name) }} then {{ best_by.name }} end as metric_value
from {{ dbt_nn._evaluation_of_metric(where ~ ": best_by", given) }}
{%- endmacro %}


{# The predictions of a part's networks for their validation rows, each with the key of its network and its label. #}
{% macro _validation_predictions(part, members) -%}
{%- set network = dict(dbt_nn._to_predict_only(part.network), label_type='', label_kind='text', fleet={}) -%}
{%- set condition = 'validation_share > 0' if part.counts.validation else '1 = 1' -%}
{%- set labels = [] -%}
{%- for class in network.classes -%}
  {%- do labels.append('is_class_' ~ loop.index) -%}
{%- endfor -%}
{%- set scales = ['target_center', 'target_scale'] if network.target else [] -%}
{%- set carried = ['network_key'] + (labels or ['target']) + scales -%}
{{ dbt_nn._inputs_of_kept(network, part.network.early_stopping, part.checkpoints, part.examples, condition) }}
{%- if network.target %},

scaled as (
  select
    inputs.*,
    {%- for role in ['center', 'scale'] %}
    {{ 'members.target_' ~ role if network.has_keys else dbt_nn._number(network.target[role]) ~ ' as target_' ~ role }}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from inputs
  {%- if network.has_keys %}
  inner join {{ members }} as members on inputs.network_key = members.row_key
  {%- endif %}
  {{- network.warehouse.join_fence if network.has_keys else network.warehouse.fence }}
)
{%- endif %}
{{- dbt_nn._forward_pass(network, 'scaled' if network.target else 'inputs', carried) }}

select
  network_key as dbt_nn_network,
  {%- if network.classes %}
  case
    {%- for class in network.classes %}
    when is_class_{{ loop.index }} = 1 then {{ dbt_nn._literal(class) }}
    {%- endfor %}
  end as label,
  {%- else %}
  {{ 'target * target_scale + target_center' if network.target else 'target' }} as label,
  {%- endif %}
  {{ dbt_nn._answer_columns(network) | join(',\n') | indent(2) }}
from answers
{%- endmacro %}
