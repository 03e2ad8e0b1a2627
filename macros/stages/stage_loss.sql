{# The probabilities and the loss of every training row: probability_<class>, example_loss. The mean of example_loss is what training minimises. #}
{% macro stage_loss(network, scores) -%}
{%- set network = dbt_nn._network(network) -%}
{{ dbt_nn._loss_stages(network, scores) }}
{%- endmacro %}


{#
  A loss is a chain of CTEs that ends in a relation with `example_loss`, and one delta per score: the slope of the loss by that score.
  One file per loss: the value and its derivative side by side.
#}
{% macro _loss_stages(network, scores) -%}
  {%- if dbt_nn._is_packed(network) -%}{%- do return(dbt_nn._packed_loss(network, scores)) -%}
  {%- elif network.output == 'softmax' -%}{%- do return(dbt_nn._softmax_loss(network, scores)) -%}
  {%- elif network.output == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_loss(network, scores)) -%}
  {%- elif network.output == 'exponential' -%}{%- do return(dbt_nn._poisson_loss(network, scores)) -%}
  {%- elif network.output == 'quantiles' -%}{%- do return(dbt_nn._quantile_loss(network, scores)) -%}
  {%- elif network.output == 'identity' -%}{%- do return(dbt_nn._difference_loss(network, scores)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no loss for the output " ~ network.output) -%}
{%- endmacro %}
