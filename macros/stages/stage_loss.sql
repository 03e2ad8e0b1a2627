{#
  The probabilities and the loss of every training row: probability_<class>, example_loss. The mean of example_loss is what training
  minimizes.
#}
{% macro stage_loss(network=none, scores=none) -%}
{%- set network = dbt_nn._stage_network("dbt_nn.stage_loss", network, {'scores': scores}, {'scores': ['score_1']}, kwargs) -%}
{{ dbt_nn._loss_stages(network, scores) }}
{%- endmacro %}


{#
  A loss is a chain of CTEs that ends in a relation with `example_loss`, and one delta per score: the slope of the loss by that score.
  One file per loss: the value and its derivative side by side.
#}
{% macro _loss_stages(network, scores) -%}
  {%- set loss = dbt_nn._loss_in(network) -%}
  {%- if not dbt_nn._is_packed(network) -%}
    {%- do return(loss.stages(network, scores)) -%}
  {%- elif loss.packed is none -%}
    {%- do exceptions.raise_compiler_error("dbt_nn: the layout packed has no loss " ~ network.loss ~ " of output " ~ network.output) -%}
  {%- endif -%}
  {%- do return(loss.packed(network, scores)) -%}
{%- endmacro %}
