{# The probabilities and the loss of every training row: probability_<class>, example_loss. The mean of example_loss is what training minimises. #}
{% macro stage_loss(network, scores) -%}
{%- set network = dbt_nn._network(network) -%}
{{ dbt_nn._loss_stages(network, scores) }}
{%- endmacro %}
