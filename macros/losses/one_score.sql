{#
  A loss of a single score, the label itself: its row of the table, from its value and its slope, each a formula of (score, target,
  constants).
#}
{% macro _loss_of_one_score(value, slope, has_equal_slopes=false, constants={}) -%}
  {%- do return({
    'output': 'identity', 'has_classes': false, 'scores': dbt_nn._one_score,
    'stages': dbt_nn._one_score_stages, 'delta': dbt_nn._one_score_delta, 'packed': dbt_nn._packed_one_score,
    'value': value, 'slope': slope,
    'chain': none, 'relation': 'scores', 'read': dbt_nn._score_read, 'predicted': dbt_nn._predicted_score,
    'columns': dbt_nn._columns_of_one_score, 'explained': dbt_nn._one_straight,
    'is_standardised': true, 'least_label': none, 'has_equal_slopes': has_equal_slopes,
    'constants': constants, 'variants': {}
  }) -%}
{%- endmacro %}


{% macro _one_score_stages(network, scores) -%}
{%- set loss = dbt_nn._loss(network.loss) -%}
select
  *,
  {{ dbt_nn._with_penalty(network, loss.value('score_1', 'target', network.loss_constants)) }} as example_loss
from {{ scores }}
{%- endmacro %}


{# The same over lists of examples. #}
{% macro _packed_one_score(network, scores) -%}
{%- set loss = dbt_nn._loss(network.loss) -%}
{%- set score = dbt_nn._element('score', 1) -%}
{%- set target = dbt_nn._element('labels[example]', 1) -%}
select
  *,
  {{
    dbt_nn._map('scores', 'score', dbt_nn._with_penalty(network, loss.value(score, target, network.loss_constants)), index='example')
  }} as example_losses,
  {{
    dbt_nn._map('scores', 'score', dbt_nn._array([loss.slope(score, target, network.loss_constants)], is_one_line=true), index='example')
  }} as slopes
from {{ scores }}
{%- endmacro %}


{% macro _one_score_delta(network, score) -%}
  {%- do return(dbt_nn._loss(network.loss).slope('score_' ~ score, 'target', network.loss_constants)) -%}
{%- endmacro %}


{% macro _columns_of_one_score(network) -%}
  {%- do return(1) -%}
{%- endmacro %}


{% macro _score_read(network) -%}
  {%- do return(['score_1']) -%}
{%- endmacro %}


{% macro _predicted_score(network, units) -%}
  {%- do return(['score_1' ~ units ~ ' as predicted_value']) -%}
{%- endmacro %}


{% macro _one_straight(network) -%}
  {%- do return(['identity']) -%}
{%- endmacro %}
