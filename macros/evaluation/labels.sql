{#
  From judged rows to `class_scores`, one row per group and class: one aggregate over the rows, everything else over its few results.
  What a class counts on the side of the label is `actual`, on the side of the prediction `predicted`, on both `hits`.
#}
{% macro _class_scores(read, metrics) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set zero = dbt_nn._number(0) -%}
counts as (
  select
    {%- for name in by + ['label', 'predicted_label'] %}
    {{ name }},
    {%- endfor %}
    count(*) as examples,
    {{ dbt_nn._loss_sums(metrics, read) | join(',\n') | indent(4) }}
  from judged
  group by {{ (by + ['label', 'predicted_label']) | join(', ') }}
),

two_sides as (
  select 1 as side
  union all
  select 2 as side
),

sides as (
  -- every count twice: once for its label, once for its predicted label
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    case when side = 1 then label else predicted_label end as class,
    case when side = 1 then examples else 0 end as examples,
    case when side = 2 then examples else 0 end as predicted_examples,
    case when side = 1 then weight else {{ zero }} end as actual,
    case when side = 2 then weight else {{ zero }} end as predicted,
    case when side = 1 and label = predicted_label then weight else {{ zero }} end as hits
    {%- for name in dbt_nn._loss_names(metrics) %},
    case when side = 1 then {{ name }} else {{ zero }} end as {{ name }}
    {%- endfor %}
  from counts
  cross join two_sides
  where side = 1 or predicted_label is not null
),

class_totals as (
  select
    {%- for name in by + ['class'] %}
    {{ name }},
    {%- endfor %}
    sum(examples) as examples,
    sum(predicted_examples) as predicted_examples,
    sum(actual) as actual,
    sum(predicted) as predicted,
    sum(hits) as hits
    {%- for name in dbt_nn._loss_names(metrics) %},
    sum({{ name }}) as {{ name }}
    {%- endfor %}
  from sides
  group by {{ (by + ['class']) | join(', ') }}
),

{{ dbt_nn._divided_scores(by) }}
{%- endmacro %}


{# Where there is nothing to divide by, the score is 0; where no row has a weight, there is no score. #}
{% macro _divided_scores(by) -%}
{%- set zero = dbt_nn._number(0) -%}
weighed_totals as (
  select
    *,
    sum(actual) over ({{ dbt_nn._partition_by(by) | trim }}) as weight_of_group
  from class_totals
),

class_scores as (
  select
    *,
    case when predicted > 0 then hits / predicted when weight_of_group > 0 then {{ zero }} end as class_precision,
    case when actual > 0 then hits / actual when weight_of_group > 0 then {{ zero }} end as class_recall,
    case when actual + predicted > 0 then 2 * hits / (actual + predicted) when weight_of_group > 0 then {{ zero }} end as class_f1
  from weighed_totals
)
{%- endmacro %}


{# The same where no metric reads the predicted label: one row per group is enough. #}
{% macro _group_scores(read, metrics) -%}
{%- set by = dbt_nn._by_names(read) -%}
class_scores as (
  select
    {%- for name in by %}
    {{ name }},
    {%- endfor %}
    count(*) as examples,
    sum(weight) as actual
    {%- for sum in dbt_nn._loss_sums(metrics, read)[1:] %},
    {{ sum }}
    {%- endfor %}
  from judged
  {{- dbt_nn._group_by(by) | indent(2) }}
)
{%- endmacro %}


{% macro _loss_names(metrics) %}
  {% set names = [] %}
  {% for metric, columns in [('log_loss', ['log_loss', 'lost_log_losses']), ('brier_score', ['brier_score', 'lost_brier_scores'])] %}
    {% if metric in metrics %}
      {% do names.extend(columns) %}
    {% endif %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{#
  The sums that a scan of the rows makes; rows without a probability are counted, because a sum would ignore them.
  Log loss keeps probabilities between 2^-52 and 1 - 2^-52, as scikit-learn does.
#}
{% macro _loss_sums(metrics, read) %}
  {% set sums = ['sum(weight) as weight'] %}
  {% set no_weight = 'weight = 0' if read.weight else '' %}
  {% if 'log_loss' in metrics %}
    {% set smallest = dbt_nn._number('2.220446049250313e-16') %}
    {% set largest = dbt_nn._number('0.9999999999999998') %}
    {% do sums.append('sum(weight * -ln(least(greatest(own_probability, ' ~ smallest ~ '), ' ~ largest ~ '))) as log_loss') %}
    {% do sums.append(dbt_nn._lost('own_probability', no_weight) ~ ' as lost_log_losses') %}
  {% endif %}
  {% if 'brier_score' in metrics and read.positive %}
    {% do sums.append(dbt_nn._sum_by_weight('squares', read) ~ ' as brier_score') %}
    {% do sums.append(dbt_nn._lost('squares', no_weight) ~ ' as lost_brier_scores') %}
  {% elif 'brier_score' in metrics %}
    {% do sums.append(dbt_nn._sum_by_weight('squares - 2 * own_probability + 1', read) ~ ' as brier_score') %}
    {% do sums.append(dbt_nn._lost('squares + own_probability', no_weight) ~ ' as lost_brier_scores') %}
  {% endif %}
  {% do return(sums) %}
{% endmacro %}


{# NaN times a weight of 0 would be NaN. #}
{% macro _sum_by_weight(expression, read) -%}
  {%- set product = 'weight * (' ~ expression ~ ')' -%}
  {%- do return('sum(' ~ ('case when weight > 0 then ' ~ product ~ ' end' if read.weight else product) ~ ')') -%}
{%- endmacro %}
