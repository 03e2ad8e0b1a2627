{# The losses of a single score that is in the label's own units: squared_error, absolute_error, huber. #}
{% macro _difference_value(network, score, target) -%}
  {%- if network.loss == 'absolute_error' -%}{%- do return(dbt_nn._absolute_error_value(score, target)) -%}
  {%- elif network.loss == 'huber' -%}{%- do return(dbt_nn._huber_value(network, score, target)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._squared_error_value(score, target)) -%}
{%- endmacro %}


{% macro _difference_slope(network, score, target) -%}
  {%- if network.loss == 'absolute_error' -%}{%- do return(dbt_nn._absolute_error_slope(score, target)) -%}
  {%- elif network.loss == 'huber' -%}{%- do return(dbt_nn._huber_slope(network, score, target)) -%}
  {%- endif -%}
  {%- do return(dbt_nn._squared_error_slope(score, target)) -%}
{%- endmacro %}


{% macro _difference_loss(network, scores) -%}
select
  *,
  {{ dbt_nn._with_penalty(network, dbt_nn._difference_value(network, 'score_1', 'target')) }} as example_loss
from {{ scores }}
{%- endmacro %}


{# The same over lists of examples. #}
{% macro _packed_difference(network, scores) -%}
{%- set score = dbt_nn._element('score', 1) -%}
{%- set target = dbt_nn._element('labels[example]', 1) -%}
select
  *,
  {{ dbt_nn._map('scores', 'score', dbt_nn._with_penalty(network, dbt_nn._difference_value(network, score, target)), index='example') }} as example_losses,
  {{ dbt_nn._map('scores', 'score', dbt_nn._array([dbt_nn._difference_slope(network, score, target)], is_one_line=true), index='example') }} as slopes
from {{ scores }}
{%- endmacro %}
