{#
  The trials of a fleet, best first, to select from: rank, trial, options (as JSON), members (how many networks), metric (what best_by is),
  metric_mean and metric_spread over these networks, iterations (the mean), and is_kept: true if predictions come from any of them.
#}
{% macro leaderboard(network=none) -%}
{%- set where = "dbt_nn.leaderboard" -%}
{%- do dbt_nn._check_given_network(network, where, kwargs) -%}
{%- set shape = dbt_nn._network_shape(network, where) if execute else none -%}
{%- if shape is not none and not shape.fleet -%}
  {%- do dbt_nn._raise_problems(where, [
    network ~ " was trained without trials, so there is nothing to compare; set trials in its model"
  ]) -%}
{%- endif -%}
(

  {{ dbt_nn._leaderboard(network, shape) | indent(2) }}

) as leaderboard
{%- endmacro %}
